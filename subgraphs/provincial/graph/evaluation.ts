import type { GraphModule } from '@lawang/member/graph/builder'
import { Refusal } from '@lawang/schema/errors'

interface Evaluation {
  readonly quarter: string
  readonly score?: number
}

/** Region.evaluation: how a province judges its regencies and cities, quarter by quarter. */
export const evaluation: GraphModule = (builder) => {
  const type = builder.objectRef<Evaluation>('Evaluation').implement({
    fields: (t) => ({
      quarter: t.exposeString('quarter'),
      score: t.exposeFloat('score', { nullable: true }),
    }),
  })
  builder.objectField('Region', 'evaluation', (t) =>
    t.field({
      type,
      nullable: true,
      description: 'quarter: 2026-Q1. Of a regency or city, by its province.',
      args: { quarter: t.arg.string({ required: true }) },
      resolve: () => {
        throw new Refusal('NOT_YET_AVAILABLE')
      },
    }),
  )
}
