import type { ChainEvent } from '@lawang/schema/exchange/messages'
import { allRows } from './member-disk.ts'
import type { World } from './world.ts'

interface Entry {
  readonly complaint: string
  /** Every disk that had it was replaced by an older one before it had left the house. */
  destroyed: boolean
}

/** Every event that was ever committed and every complaint that was ever taken in: what must not be lost. */
export class Ledger {
  readonly #events = new Map<string, Entry>()
  /** The complaints that were filed for each idempotency key. */
  readonly #keys = new Map<string, Set<string>>()
  destroyed = 0

  wrote(event: ChainEvent): void {
    const known = this.#events.get(event.id)
    if (!known) this.#events.set(event.id, { complaint: event.complaint, destroyed: false })
    else if (known.destroyed) known.destroyed = false
  }

  filed(key: string, complaint: string): void {
    const complaints = this.#keys.get(key)
    if (complaints) complaints.add(complaint)
    else this.#keys.set(key, new Set([complaint]))
  }

  get size(): number {
    return this.#events.size
  }

  complaintsByKey(): Iterable<readonly [string, ReadonlySet<string>]> {
    return this.#keys
  }

  /** The events of a complaint that exist somewhere and therefore have to come to its holder. */
  expected(complaint: string): readonly string[] {
    return [...this.#events].filter(([, entry]) => entry.complaint === complaint && !entry.destroyed).map(([id]) => id)
  }

  /** After a restore: what no disk has any more is destroyed, and counted. */
  countDestroyed({ members, hub }: World): void {
    const existing = new Set<string>()
    const add = (events: readonly ChainEvent[]) => {
      for (const event of events) existing.add(event.id)
    }
    for (const member of members) {
      for (const row of allRows(member.disk)) {
        add(row.chain)
        add(row.annex)
      }
    }
    for (const row of hub.disk.register.values()) {
      add(row.chain)
      add(row.annex)
    }
    for (const [id, entry] of this.#events) {
      if (entry.destroyed || existing.has(id)) continue
      entry.destroyed = true
      this.destroyed += 1
    }
  }
}
