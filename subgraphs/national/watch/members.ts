import type { Network } from '../hub/network.ts'
import type { MemberState } from '../ports.ts'

/** The members of the registry as the hub hears them at `now`. */
export function memberStates(network: Network, now: Date): readonly MemberState[] {
  return network.members.map(({ name, tier, governments }) => {
    const heard = network.lastHeard(name)
    return {
      name,
      tier,
      regions: governments,
      status: network.isInContact(name, now.getTime()) ? 'UP' : 'DOWN',
      contractVersion: network.contractVersion(name) ?? 'unknown',
      ...(heard === undefined ? {} : { lagSeconds: Math.max(0, now.getTime() - heard) / 1000 }),
    }
  })
}
