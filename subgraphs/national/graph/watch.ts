import type { GraphModule } from '@lawang/member/graph/builder'
import type { MemberState, Watch } from '../ports.ts'
import { noWrongDoor } from './no-wrong-door.ts'
import { noWrongDoorAlert } from './no-wrong-door-alert.ts'

/** Query.members, Query.noWrongDoor and Subscription.noWrongDoorAlert: how the network and its promise stand. */
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
    builder.queryField('members', (t) => t.field({ type: [member], nullable: true, resolve: () => ports.members() }))
    noWrongDoor(builder, ports)
    noWrongDoorAlert(builder, ports)
  }
}
