import type { GraphModule } from '@lawang/member/graph/builder'
import type { MemberState, NoWrongDoor, Watch } from '../ports.ts'

/** Query.members and Query.noWrongDoor: how the network and its promise stand. */
export function watch(ports: Watch): GraphModule {
  return (builder) => {
    const status = builder.enumType('MemberStatus', { values: ['UP', 'DEGRADED', 'DOWN', 'QUARANTINED'] as const })
    const member = builder.objectRef<MemberState>('Member').implement({
      description: 'lagSeconds: how long the hub has not heard of the member.',
      fields: (t) => ({
        name: t.exposeString('name'),
        tier: t.expose('tier', { type: 'Tier' }),
        regions: t.exposeIDList('regions'),
        status: t.expose('status', { type: status }),
        contractVersion: t.exposeString('contractVersion'),
        lagSeconds: t.exposeFloat('lagSeconds', { nullable: true }),
      }),
    })
    const noWrongDoor = builder.objectRef<NoWrongDoor>('NoWrongDoor').implement({
      description: 'filed = held + inTransit + closed; unaccounted must be 0.',
      fields: (t) => ({
        filed: t.exposeInt('filed'),
        held: t.exposeInt('held'),
        inTransit: t.exposeInt('inTransit'),
        closed: t.exposeInt('closed'),
        unaccounted: t.exposeInt('unaccounted'),
        overdueOffers: t.exposeInt('overdueOffers'),
        suspended: t.exposeInt('suspended'),
      }),
    })
    builder.queryFields((t) => ({
      members: t.field({ type: [member], nullable: true, resolve: () => ports.members() }),
      noWrongDoor: t.field({ type: noWrongDoor, nullable: true, resolve: () => ports.noWrongDoor() }),
    }))
  }
}
