import type { Reference } from '@lawang/member/domain/model'
import type { Sheet } from '@lawang/member/export/sheet'
import { WORK_INDICATORS } from '@lawang/member/work'
import type { Evaluation } from '../evaluation/evaluate.ts'
import { FORMULA, PART_KINDS } from '../evaluation/score.ts'

/** An evaluation as one table: a row for each government, with all that its score can be computed from again. */
export function evaluationSheet(evaluations: readonly Evaluation[], province: string, reference: Reference): Sheet {
  const quarter = evaluations[0]?.quarter ?? ''
  const parts = PART_KINDS.flatMap((kind) => [`${kind} mean`, `${kind} shrunk`])
  return {
    name: `evaluation-${province}-${quarter}`,
    rows: [
      ['rank', 'code', 'name', 'standing', 'score', 'formula', ...WORK_INDICATORS, ...parts],
      ...evaluations.map(({ government, standing, counts, parts: own }) => [
        standing.kind === 'RATED' ? standing.rank : undefined,
        government,
        reference.region(government)?.name ?? government,
        standing.kind,
        standing.kind === 'RATED' ? standing.score : undefined,
        FORMULA,
        ...WORK_INDICATORS.map((indicator) => counts[indicator]),
        ...own.flatMap(({ mean, shrunk }) => [mean, shrunk]),
      ]),
    ],
  }
}
