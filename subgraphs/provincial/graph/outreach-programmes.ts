import type { GraphModule } from '@lawang/member/graph/builder'
import { routed } from '@lawang/member/graph/federation/directives'
import { Refusal } from '@lawang/schema/errors'

interface OutreachProgramme {
  readonly id: string
  readonly name: string
}

/** Query.outreachProgrammes: what a province does to be heard of. */
export const outreachProgrammes: GraphModule = (builder) => {
  const type = builder.objectRef<OutreachProgramme>('OutreachProgramme').implement({
    fields: (t) => ({ id: t.exposeID('id'), name: t.exposeString('name') }),
  })
  builder.queryField('outreachProgrammes', (t) =>
    t.field({
      type: [type],
      nullable: true,
      extensions: routed('region'),
      args: { region: t.arg.id({ required: true }) },
      resolve: () => {
        throw new Refusal('NOT_YET_AVAILABLE')
      },
    }),
  )
}
