import type { CountedChannel } from '@lawang/member/channels/model'
import { readHostedGovernment } from '@lawang/member/graph/agency'
import type { GraphBuilder, GraphModule } from '@lawang/member/graph/builder'
import { routed } from '@lawang/member/graph/federation/directives'
import { regionOrNull } from '@lawang/member/graph/sources'

/** Kiosks: where people without a telephone are helped to file. A kiosk is a registered channel that stands somewhere. */
export const kiosks: GraphModule = (builder) => {
  const type = kioskType(builder)
  builder.queryField('kiosks', (t) =>
    t.field({
      type: [type],
      nullable: true,
      description: 'Open ones first.',
      extensions: routed('region'),
      args: { region: t.arg.id({ required: true }) },
      resolve: async (_root, { region }, { services }) => {
        const channels = await services.channels.ofDoor(readHostedGovernment(region, services))
        return channels.filter(({ channel }) => channel === 'KIOSK')
      },
    }),
  )
  kioskActs(builder, type)
}

function kioskType(builder: GraphBuilder) {
  return builder.objectRef<CountedChannel>('Kiosk').implement({
    description: 'Where people without a telephone are helped to file. Its complaints are those whose via has its id.',
    fields: (t) => ({
      id: t.exposeID('id'),
      name: t.exposeString('name'),
      place: t.field({
        type: 'Region',
        nullable: true,
        description: 'The village, district or government where it stands.',
        resolve: ({ place }) => regionOrNull(place),
      }),
      openedAt: t.expose('openedAt', { type: 'DateTime' }),
      closedAt: t.expose('closedAt', { type: 'DateTime', nullable: true }),
      filed: t.exposeInt('filed', {
        description:
          'How many complaints have come through it that are not confidential: of a kiosk in a village those would be few.',
      }),
    }),
  })
}

function kioskActs(builder: GraphBuilder, type: ReturnType<typeof kioskType>): void {
  const register = builder.inputType('RegisterKioskInput', {
    fields: (t) => ({
      region: t.id({ required: true }),
      name: t.string({ required: true }),
      place: t.id({ description: 'A place in the region.' }),
      account: t.id({ required: true, description: 'The subject of the token that the kiosk files with.' }),
    }),
  })
  const close = builder.inputType('CloseKioskInput', {
    fields: (t) => ({ region: t.id({ required: true }), kiosk: t.id({ required: true }) }),
  })
  builder.mutationFields((t) => ({
    registerKiosk: t.field({
      type,
      nullable: true,
      extensions: routed('input.region'),
      args: { input: t.arg({ type: register, required: true }) },
      resolve: (_root, { input: { region, name, place, account } }, { services, actor }) => {
        const door = readHostedGovernment(region, services)
        const kiosk = { door, channel: 'KIOSK', name, account, ...(place != null && { place }) } as const
        return services.channels.register(kiosk, actor)
      },
    }),
    closeKiosk: t.field({
      type,
      nullable: true,
      extensions: routed('input.region'),
      args: { input: t.arg({ type: close, required: true }) },
      resolve: (_root, { input: { region, kiosk } }, { services, actor }) =>
        services.channels.close(readHostedGovernment(region, services), kiosk, actor),
    }),
  }))
}
