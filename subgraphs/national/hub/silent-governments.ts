import type { SilentGovernment } from '@lawang/schema/exchange/exchange-messages'
import type { HubState } from '@lawang/schema/exchange/hub-state'
import type { Network } from './network.ts'

/**
 * The governments that the hub does not hear, for doors that have to say so. Undefined while the hub itself has not
 * listened for long enough to say.
 */
export function silentGovernments(
  { hub, law, parties }: HubState,
  network: Network,
  now: number,
): readonly SilentGovernment[] | undefined {
  if (now - hub.startedAt < law.contactWindow) return undefined
  return [...parties.values()].flatMap(({ name, governments, contact }) => {
    const heard = network.lastHeard(name)
    if (heard === undefined || now - contact < law.contactWindow) return []
    const since = new Date(heard).toISOString()
    return governments.map((government) => ({ government, since }))
  })
}
