import type { GraphBuilder, GraphModule } from '@lawang/member/graph/builder'
import { routed } from '@lawang/member/graph/federation/directives'
import { regionOf } from '@lawang/member/graph/sources'
import type { Evaluation } from '../evaluation/evaluate.ts'
import { FORMULA, PART_KINDS, type ScorePart } from '../evaluation/score.ts'
import type { Evaluations } from '../ports.ts'

const HOUR = 3_600

/**
 * Region.evaluation, Query.evaluations and Query.provinceEvaluations: how a province judges its regencies and cities, and
 * where it stands among the provinces itself, quarter by quarter.
 */
export function evaluation(evaluations: Evaluations): GraphModule {
  return (builder) => {
    const type = evaluationType(builder)
    builder.objectField('Region', 'evaluation', (t) =>
      t.field({
        type,
        nullable: true,
        description: 'quarter: 2026-Q1. Of a regency or city, by its province; of a province, among all provinces.',
        args: { quarter: t.arg.string({ required: true }) },
        resolve: ({ code }, { quarter }) => evaluations.ofGovernment(code, quarter),
      }),
    )
    builder.queryField('evaluations', (t) =>
      t.field({
        type: [type],
        nullable: true,
        extensions: routed('region'),
        description: 'quarter: 2026-Q1. All regencies and cities of a province by rank, those without a score last.',
        args: { region: t.arg.id({ required: true }), quarter: t.arg.string({ required: true }) },
        resolve: (_root, { region, quarter }) => evaluations.ofProvince(region, quarter),
      }),
    )
    builder.queryField('provinceEvaluations', (t) =>
      t.field({
        type: [type],
        nullable: true,
        extensions: routed('region'),
        description:
          'quarter: 2026-Q1. All provinces of the country by rank, each by the work of its own government; those without a score last. region: the province whose server is asked.',
        args: { region: t.arg.id({ required: true }), quarter: t.arg.string({ required: true }) },
        resolve: (_root, { region, quarter }) => evaluations.ofProvinces(region, quarter),
      }),
    )
  }
}

function evaluationType(builder: GraphBuilder) {
  const standing = builder.enumType('EvaluationStanding', { values: ['RATED', 'NO_REPORTS'] as const })
  const counts = countsType(builder)
  const part = partType(builder)
  return builder.objectRef<Evaluation>('Evaluation').implement({
    description:
      'How one government did in a quarter: docs/evaluation.md. NO_REPORTS: nothing was due, answered, closed or handed over, which is neither good nor bad and has no score and no rank.',
    fields: (t) => ({
      quarter: t.exposeString('quarter'),
      score: t.float({
        nullable: true,
        description: '0 to 100, to two decimals.',
        resolve: (source) => (source.standing.kind === 'RATED' ? source.standing.score : null),
      }),
      region: t.field({ type: 'Region', resolve: ({ government }) => regionOf(government) }),
      standing: t.field({ type: standing, resolve: (source) => source.standing.kind }),
      rank: t.int({
        nullable: true,
        description:
          'Among the regencies and cities of the province, or among the provinces; equal scores have one rank.',
        resolve: (source) => (source.standing.kind === 'RATED' ? source.standing.rank : null),
      }),
      parts: t.field({ type: [part], resolve: (source) => source.parts }),
      counts: t.field({ type: counts, resolve: (source) => source }),
      formula: t.string({ description: 'The version of the formula.', resolve: () => FORMULA }),
      asOf: t.expose('asOf', { type: 'DateTime', description: 'Up to when the nation had counted.' }),
    }),
  })
}

function partType(builder: GraphBuilder) {
  const kind = builder.enumType('ScorePartKind', { values: PART_KINDS })
  return builder.objectRef<ScorePart>('ScorePart').implement({
    description:
      "good of all that counts; mean is the province's share, and shrunk the own share drawn towards it, as small numbers say little.",
    fields: (t) => ({
      kind: t.expose('kind', { type: kind }),
      weight: t.exposeFloat('weight'),
      good: t.exposeInt('good'),
      of: t.exposeInt('of'),
      mean: t.exposeFloat('mean', { nullable: true }),
      shrunk: t.exposeFloat('shrunk', { nullable: true }),
    }),
  })
}

function countsType(builder: GraphBuilder) {
  return builder.objectRef<Evaluation>('EvaluationCounts').implement({
    description: 'What the parts are made of, and what no score is made of: filed, custodies and averageHours.',
    fields: (t) => ({
      filed: t.int({ resolve: ({ counts }) => counts.filed }),
      due: t.int({ resolve: ({ counts }) => counts.due }),
      met: t.int({ resolve: ({ counts }) => counts.met }),
      answers: t.int({ resolve: ({ counts }) => counts.answers }),
      reopened: t.int({ resolve: ({ counts }) => counts.reopened }),
      closings: t.int({ resolve: ({ counts }) => counts.closings }),
      silent: t.int({ resolve: ({ counts }) => counts.silent }),
      handovers: t.int({ resolve: ({ counts }) => counts.handovers }),
      overturned: t.int({ resolve: ({ counts }) => counts.overturned }),
      custodies: t.int({ resolve: ({ counts }) => counts.custodies }),
      averageHours: t.float({
        nullable: true,
        description: 'How long complaints were in its hands, until the last answer or until they left them.',
        resolve: ({ counts }) => (counts.custodies === 0 ? null : counts.seconds / counts.custodies / HOUR),
      }),
    }),
  })
}
