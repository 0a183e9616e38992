import { Refusal } from '@lawang/schema/errors'
import { parseId } from '@lawang/schema/id'
import type { GovernmentCode } from '@lawang/schema/region'
import { isAllowed, requireAllowed } from '../access/policy.ts'
import type { Actor } from '../domain/model.ts'
import { requireText } from '../domain/text.ts'
import type { Database } from '../store/database.ts'
import { flagsAt, flagsOf, insertFlag } from './store.ts'

/** An overseer's mark on a complaint, kept at its door. */
export interface Flag {
  readonly complaint: string
  readonly at: Date
  readonly reason: string
}

/** What overseers mark: for them, and for the coordinators who have to look at it. */
export interface Flags {
  /** Marks a complaint. Refuses UNAUTHENTICATED and FORBIDDEN before NOT_FOUND, then EMPTY_REASON and what `readText` refuses. */
  flag(input: { readonly complaint: string; readonly reason: string }, actor: Actor): Promise<Flag>
  /** The newest first, of complaints of a door. Refuses as `requireAllowed`. */
  ofDoor(door: GovernmentCode, first: number, actor: Actor): Promise<readonly Flag[]>
  /** Of each complaint, in the order of the keys, the oldest first. Who may see them is for the caller to know. */
  ofComplaints(complaints: readonly string[]): Promise<readonly (readonly Flag[])[]>
}

const REASON = { name: 'reason', longest: 2_000 }
/** A complaint that is marked so often is known to everybody who has to know it. */
const MOST = 50

export function openFlags({ database, now }: { readonly database: Database; readonly now: () => Date }): Flags {
  return {
    async flag({ complaint, reason }, actor) {
      const id = parseId(complaint)
      requireAllowed(actor, 'flag', { government: id.form === 'valid' ? id.government : '' })
      const flag = { complaint, at: now(), reason: requireText(reason, REASON, 'EMPTY_REASON') }
      const outcome = await database.transaction((tx) => insertFlag(tx, flag, subjectOf(actor), MOST))
      if (outcome === 'NO_COMPLAINT') throw new Refusal('NOT_FOUND')
      if (outcome === 'TOO_MANY') throw new Refusal('TOO_MANY_FLAGS')
      return flag
    },
    async ofDoor(door, first, actor) {
      requireAllowed(actor, 'readFlags', { government: door })
      return flagsAt(database, door, first)
    },
    ofComplaints: (complaints) => flagsOf(database, complaints),
  }
}

/** Overseers, and the coordinators of the door and of the government that holds it. */
export function mayReadFlags(
  actor: Actor,
  { door, holder }: { readonly door: GovernmentCode; readonly holder: GovernmentCode },
): boolean {
  return [door, holder].some((government) => isAllowed(actor, 'readFlags', { government }))
}

function subjectOf(actor: Actor): string {
  return actor.kind === 'person' ? actor.subject : actor.kind
}
