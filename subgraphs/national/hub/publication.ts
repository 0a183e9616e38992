import type { FeedTable } from '@lawang/member/store/feed-table'
import { createWakeSource, type Wakes } from '@lawang/member/store/wakes'

/** Milliseconds that an event waits at most for its complaint's door. */
const PATIENCE = 250

/** Rows of the feed that one transaction wrote. */
export interface CommittedRows {
  /** The number of the last. */
  readonly last: number
  /** The doors that are told of them: by member, the number of the mail that tells it. */
  readonly told: ReadonlyMap<string, number>
}

/**
 * When rows of the merged feed are shown. Whoever sees an event often reads the complaint at its door next: so an event
 * is shown once the door has read of it, and at the latest after a moment, since a slow door keeps nobody waiting.
 * Rows are shown in their order.
 */
export interface Publication {
  /** The number of the newest row that is shown. */
  newest(): number
  /** Calls must come in the order of the commits. */
  committed(rows: CommittedRows): void
  /** A member has read its mail up to a number. */
  confirmed(member: string, mail: number): void
  /** Woken whenever rows are shown. */
  readonly wakes: Wakes
}

/** `start` is the number of the feed's last row: what was written before is shown. */
export function createPublication(start: number): Publication {
  const wakes = createWakeSource()
  const held: { readonly last: number; readonly missing: Map<string, number> }[] = []
  let newest = start

  function show(): void {
    const before = newest
    while (held[0]?.missing.size === 0) newest = held.shift()?.last ?? newest
    if (newest > before) wakes.wake()
  }

  return {
    newest: () => newest,
    wakes,
    committed({ last, told }) {
      const missing = new Map(told)
      held.push({ last, missing })
      if (missing.size > 0) {
        setTimeout(() => {
          missing.clear()
          show()
        }, PATIENCE).unref()
      }
      show()
    },
    confirmed(member, mail) {
      for (const { missing } of held) {
        if ((missing.get(member) ?? Number.POSITIVE_INFINITY) <= mail) missing.delete(member)
      }
      show()
    },
  }
}

/** The feed's table as far as it is shown. */
export function shownRows(table: FeedTable, publication: Pick<Publication, 'newest'>): FeedTable {
  return {
    newest: async () => publication.newest(),
    async after(n, limit, complaint) {
      const rows = await table.after(n, limit, complaint)
      const newest = publication.newest()
      return rows.filter((row) => row.n <= newest)
    },
  }
}
