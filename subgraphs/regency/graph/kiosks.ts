import type { GraphModule } from '@lawang/member/graph/builder'
import { routed } from '@lawang/member/graph/federation/directives'
import { Refusal } from '@lawang/schema/errors'

interface Kiosk {
  readonly id: string
  readonly name: string
}

/** Query.kiosks: where people are helped to file. */
export const kiosks: GraphModule = (builder) => {
  const type = builder.objectRef<Kiosk>('Kiosk').implement({
    fields: (t) => ({ id: t.exposeID('id'), name: t.exposeString('name') }),
  })
  builder.queryField('kiosks', (t) =>
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
