import type { HubState } from '@lawang/schema/exchange/hub-state'
import type { Network } from '../hub/network.ts'
import type { MemberState } from '../ports.ts'

/** The members of the registry as the hub hears them at `now`, a moment of the wall clock. */
export function memberStates(network: Network, { parties }: HubState, now: Date): readonly MemberState[] {
  return network.members.map(({ name, tier, governments }) => {
    const heard = network.lastHeard(name)
    return {
      name,
      tier,
      regions: governments,
      status: statusOf(parties.get(name), network.isInContact(name, now)),
      contractVersion: network.contractVersion(name) ?? 'unknown',
      ...(heard === undefined ? {} : { lagSeconds: Math.max(0, now.getTime() - heard) / 1000 }),
    }
  })
}

/** DEGRADED: it is heard, and has not told this hub yet what it holds, so nothing can be granted to it. */
function statusOf(party: ReturnType<HubState['parties']['get']>, isHeard: boolean): MemberState['status'] {
  if (!isHeard) return 'DOWN'
  if (party?.owesConfirmed) return 'QUARANTINED'
  return party?.reported ? 'UP' : 'DEGRADED'
}
