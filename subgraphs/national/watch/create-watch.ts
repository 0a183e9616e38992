import type { Sql } from '@lawang/member/store/database'
import type { Wakes } from '@lawang/member/store/wakes'
import type { Hub } from '../hub/hub.ts'
import type { Watch } from '../ports.ts'
import { followTrouble, LOOK_EVERY, troubleOf } from './alerts.ts'
import { countBrokenChains, listBrokenChains, readReconciledAt } from './broken-chains.ts'
import { type Forks, NO_FORKS } from './forked-histories.ts'
import { memberStates } from './members.ts'
import { countByGovernment, countNoWrongDoor } from './no-wrong-door.ts'
import { listOverdueOffers } from './overdue-offers.ts'
import { listSuspendedHolders } from './suspended.ts'

export interface WatchOptions {
  readonly sql: Sql
  readonly hub: Hub
  /** Told when something may have become worse. */
  readonly wakes: Wakes
  /** The forks that this server's witness has kept; nobody keeps any where it is left out. */
  readonly forks?: Forks
  /** The wall clock. */
  readonly now: () => Date
}

/** The watch over the hub's tables. */
export function createWatch({ sql, hub, wakes, forks = NO_FORKS, now }: WatchOptions): Watch {
  const { network } = hub
  const noWrongDoor = async () => countNoWrongDoor(sql, await hub.state())
  const trouble = async () =>
    troubleOf(await noWrongDoor(), {
      brokenChains: await countBrokenChains(sql),
      forkedHistories: await forks.count(),
    })
  return {
    members: async () => memberStates(network, (await hub.state()).state, now()),
    noWrongDoor,
    byGovernment: async () => countByGovernment(sql, await hub.state()),
    overdueOffers: async (first) => listOverdueOffers(sql, (await hub.state()).now, first),
    suspendedHolders: async () =>
      listSuspendedHolders(sql, await hub.state(), (government) => {
        const member = network.memberOf(government)
        return member === undefined ? undefined : network.lastHeard(member)
      }),
    brokenChains: (first) => listBrokenChains(sql, first),
    forkedHistories: (first) => forks.list(first),
    reconciledAt: () => readReconciledAt(sql),
    alerts: (signal) => followTrouble(trouble, { wakes, every: LOOK_EVERY }, now, signal),
  }
}
