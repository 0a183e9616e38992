import type { GovernmentWork, WorkCounts } from '@lawang/member/work'
import type { GovernmentCode } from '@lawang/schema/region'

/**
 * How a province scores its regencies and cities, and the provinces are scored beside each other: docs/evaluation.md gives the
 * formula and its reasons. The score depends on shares and never on how much was filed; small numbers say little, and are drawn
 * towards the mean of those that are compared.
 */

export const PART_KINDS = ['TIMELINESS', 'ACCEPTANCE', 'SATISFACTION', 'OPENNESS'] as const
export type PartKind = (typeof PART_KINDS)[number]

/** The version of the formula: published scores name it. */
export const FORMULA = '2026-1'

/** As many cases as this, at the province's mean, are added to each government's own. */
const PRIOR_CASES = 10

const WEIGHTS: Readonly<Record<PartKind, number>> = {
  TIMELINESS: 0.4,
  ACCEPTANCE: 0.2,
  SATISFACTION: 0.2,
  OPENNESS: 0.2,
}

/** What is counted as good of all that is counted, for each part. */
const COUNTED: Readonly<Record<PartKind, (counts: WorkCounts) => { readonly good: number; readonly of: number }>> = {
  TIMELINESS: ({ due, met }) => ({ good: met, of: due }),
  ACCEPTANCE: ({ handovers, overturned }) => ({ good: handovers - overturned, of: handovers }),
  SATISFACTION: ({ answers, reopened }) => ({ good: answers - reopened, of: answers }),
  OPENNESS: ({ closings, silent }) => ({ good: closings - silent, of: closings }),
}

/** One part of a score with all that it is made of, so that anybody can compute it again. */
export interface ScorePart {
  readonly kind: PartKind
  readonly weight: number
  readonly good: number
  readonly of: number
  /** The share of all regencies and cities of the province together; absent where none has anything to count. */
  readonly mean?: number
  /** The government's own share, drawn towards the mean; absent with it. */
  readonly shrunk?: number
}

export interface Scored {
  readonly government: GovernmentCode
  readonly counts: WorkCounts
  readonly parts: readonly ScorePart[]
  readonly standing: Standing
}

export type Standing =
  /** 0 to 100. Equal scores have one rank, and the next rank is left out. */
  | { readonly kind: 'RATED'; readonly score: number; readonly rank: number }
  /** Nothing was due, answered, closed or handed over: that is neither good nor bad, and has no rank. */
  | { readonly kind: 'NO_REPORTS' }

/** Scores and ranks governments beside each other: by rank, those without a score last, by code. */
export function scoreAll(work: readonly GovernmentWork[]): readonly Scored[] {
  const scores = work.map(({ government, counts }) => {
    const parts = PART_KINDS.map((kind) => partOf(kind, counts, work))
    return { government, counts, parts, score: scoreOf(parts) }
  })
  return scores
    .map(({ score, ...rest }): Scored => ({ ...rest, standing: standingOf(score, scores) }))
    .toSorted((a, b) => placeOf(a) - placeOf(b) || (a.government < b.government ? -1 : 1))
}

function partOf(kind: PartKind, counts: WorkCounts, work: readonly GovernmentWork[]): ScorePart {
  const { good, of } = COUNTED[kind](counts)
  const all = work.map((each) => COUNTED[kind](each.counts))
  const together = sum(all.map((each) => each.of))
  const part = { kind, weight: WEIGHTS[kind], good, of }
  if (together === 0) return part
  const mean = sum(all.map((each) => each.good)) / together
  return { ...part, mean, shrunk: (good + PRIOR_CASES * mean) / (of + PRIOR_CASES) }
}

/** Undefined for who has nothing to count. Parts that nobody in the province has anything of are left out of the weights. */
function scoreOf(parts: readonly ScorePart[]): number | undefined {
  if (parts.every(({ of }) => of === 0)) return undefined
  const known = parts.flatMap(({ weight, shrunk }) => (shrunk === undefined ? [] : [{ weight, shrunk }]))
  const weights = sum(known.map(({ weight }) => weight))
  return round((100 * sum(known.map(({ weight, shrunk }) => weight * shrunk))) / weights)
}

function standingOf(score: number | undefined, all: readonly { readonly score: number | undefined }[]): Standing {
  if (score === undefined) return { kind: 'NO_REPORTS' }
  const better = all.filter((other) => other.score !== undefined && other.score > score).length
  return { kind: 'RATED', score, rank: better + 1 }
}

function placeOf({ standing }: Scored): number {
  return standing.kind === 'RATED' ? standing.rank : Number.MAX_SAFE_INTEGER
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** Scores are published to two decimals, and ranked as they are published. */
function round(score: number): number {
  return Math.round(score * 100) / 100
}
