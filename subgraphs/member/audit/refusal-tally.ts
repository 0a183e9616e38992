import type { Refusal, RefusalCode } from '@lawang/schema/errors'
import type { Sql } from '../store/database.ts'
import { writeEntry } from './entries.ts'

/** Refusals that say somebody tried what is not theirs to do. */
const OF_IMPORTANCE: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'FORBIDDEN',
  'NO_MANDATE',
  'UNTRUSTED_REQUEST',
  'UNAUTHENTICATED',
  'RECEIPT_NOT_RECOGNISED',
  'IDENTITY_STAYS_AT_DOOR',
])

/** A gateway that has signed its request hears it from a process that was not shown what it named: a new one, or one of several. */
const IN_THE_COURSE_OF_THINGS = 'UNKNOWN_ASSERTION'

/** Counts refusals until they are written: a flood of them is a number, and no flood of rows. */
export interface RefusalTally {
  count(refusal: Pick<Refusal, 'code' | 'facts'>): void
  /** Writes what was counted since, one entry for each code and reason. */
  write(sql: Sql, at: Date): Promise<void>
}

export function createRefusalTally(): RefusalTally {
  let counts = new Map<string, number>()
  return {
    count({ code, facts }) {
      const reason = facts?.reason
      if (!OF_IMPORTANCE.has(code) || reason === IN_THE_COURSE_OF_THINGS) return
      const detail = typeof reason === 'string' ? `${code} ${reason}` : code
      counts.set(detail, (counts.get(detail) ?? 0) + 1)
    },
    async write(sql, at) {
      const written = counts
      counts = new Map()
      for (const [detail, count] of written)
        await writeEntry(sql, { type: 'REFUSED', at: at.toISOString(), detail, count })
    },
  }
}
