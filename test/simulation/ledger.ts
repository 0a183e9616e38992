import type { ChainEvent } from '@lawang/schema/exchange/messages'
import { allRows } from './member-disk.ts'
import type { World } from './world.ts'

interface Entry {
  /** Every disk that had it was replaced by an older one before it had left the house. */
  destroyed: boolean
}

/** Every event that was ever committed and every complaint that was ever taken in: what must not be lost. */
export class Ledger {
  /** By the complaint that they are of, then by their own ids. */
  readonly #events = new Map<string, Map<string, Entry>>()
  /** The complaints that were filed for each idempotency key. */
  readonly #keys = new Map<string, Set<string>>()
  destroyed = 0
  /** Events that were ever committed. */
  size = 0

  wrote(event: ChainEvent): void {
    const events = this.#events.get(event.complaint) ?? new Map<string, Entry>()
    this.#events.set(event.complaint, events)
    if (!events.has(event.id)) this.size += 1
    events.set(event.id, { destroyed: false })
  }

  filed(key: string, complaint: string): void {
    const complaints = this.#keys.get(key)
    if (complaints) complaints.add(complaint)
    else this.#keys.set(key, new Set([complaint]))
  }

  complaintsByKey(): Iterable<readonly [string, ReadonlySet<string>]> {
    return this.#keys
  }

  /** The events of a complaint that exist somewhere and therefore have to come to its holder. */
  expected(complaint: string): readonly string[] {
    const events = [...(this.#events.get(complaint) ?? [])]
    return events.filter(([, { destroyed }]) => !destroyed).map(([id]) => id)
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
    for (const [id, entry] of [...this.#events.values()].flatMap((events) => [...events])) {
      if (entry.destroyed || existing.has(id)) continue
      entry.destroyed = true
      this.destroyed += 1
    }
  }
}
