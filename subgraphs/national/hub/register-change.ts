import type { Chain } from '@lawang/schema/exchange/chain'
import type { ChainEvent } from '@lawang/schema/exchange/messages'
import type { Register } from '@lawang/schema/exchange/register'

/** What a transaction has made of one complaint. */
export interface RegisterChange {
  readonly before: Register | undefined
  readonly after: Register
}

/** Where custody stands, as the watch counts it. */
export type CustodyState = 'HELD' | 'OFFERED' | 'GRANTED' | 'CLOSED'

export function custodyStateOf({ chain, epoch, request }: Register, isClosed: boolean): CustodyState {
  const last = chain.at(-1)
  // The receiver has not said yet that it has taken it.
  if (last !== undefined && last.epoch !== epoch) return 'GRANTED'
  if (isClosed) return 'CLOSED'
  return request ? 'OFFERED' : 'HELD'
}

/** How many events from the start both have, and what is new behind them. */
export function chainChange({ before, after }: RegisterChange): {
  readonly kept: number
  readonly appended: readonly ChainEvent[]
} {
  const old = before?.chain ?? []
  const differs = after.chain.findIndex((event, i) => event.hash !== old[i]?.hash)
  const kept = differs < 0 ? after.chain.length : differs
  return { kept, appended: after.chain.slice(kept) }
}

export function annexChange({ before, after }: RegisterChange): {
  readonly added: readonly { readonly place: number; readonly event: ChainEvent }[]
  readonly removed: readonly string[]
} {
  const old = before?.annex ?? []
  if (old === after.annex) return { added: [], removed: [] }
  const known = idsOf(old)
  const now = idsOf(after.annex)
  return {
    added: after.annex.map((event, place) => ({ place, event })).filter(({ event }) => !known.has(event.id)),
    removed: old.filter(({ id }) => !now.has(id)).map(({ id }) => id),
  }
}

function idsOf(events: Chain): ReadonlySet<string> {
  return new Set(events.map(({ id }) => id))
}
