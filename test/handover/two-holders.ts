import type { GovernmentCode } from '@lawang/schema/region'
import type { Databases } from './databases.ts'
import type { Violation } from './violation.ts'

interface Held {
  readonly complaint: string
  readonly government: GovernmentCode
  readonly epoch: number
}

interface Taking extends Held {
  readonly incarnation: number
  readonly n: number
}

/** Complaints that moved last and are looked at again: a look costs the same however many there are in all. */
const WATCHED = 2_000

/**
 * Looks into all databases while they work. They cannot be read at one instant, but one after the other: who has taken
 * an epoch by the end of the first reading, while another still acts at a lower one in the second, shows two who could
 * act at the same time. What was taken is read from the members' logs, each row once.
 */
export function watchHolders(databases: Databases): () => Promise<readonly Violation[]> {
  const read = new Map<string, Pick<Taking, 'incarnation' | 'n'>>()
  const taken = new Map<string, Held>()

  async function readTakings(member: string): Promise<void> {
    const { incarnation, n } = read.get(member) ?? { incarnation: 0, n: 0 }
    const rows = await databases.of(member)<Taking>(
      `SELECT message ->> 'complaint' AS complaint, message ->> 'by' AS government,
              (message ->> 'epoch')::float8 AS epoch, incarnation::float8 AS incarnation, n::float8 AS n
       FROM log WHERE (incarnation, n) > ($1, $2) AND message ->> 'type' = 'Taken' ORDER BY incarnation, n`,
      [incarnation, n],
    )
    for (const row of rows) {
      const known = taken.get(row.complaint)
      taken.delete(row.complaint)
      taken.set(row.complaint, known && known.epoch > row.epoch ? known : row)
      read.set(member, row)
    }
  }

  return async () => {
    await Promise.all(databases.members.map(readTakings))
    const oldest = [...taken.keys()].slice(0, Math.max(0, taken.size - WATCHED))
    for (const complaint of oldest) taken.delete(complaint)
    return (await readHeld(databases, [...taken.keys()])).flatMap((row): Violation[] => {
      const above = taken.get(row.complaint)
      if (!above || above.epoch <= row.epoch) return []
      const told = `${row.government}@${row.epoch} still holds while ${above.government} has taken epoch ${above.epoch}`
      return [{ rule: 'TWO HOLDERS', text: `${row.complaint}: ${told}` }]
    })
  }
}

async function readHeld(databases: Databases, complaints: readonly string[]): Promise<readonly Held[]> {
  const rows = await Promise.all(
    databases.members.map((member) =>
      databases.of(member)<Held>(
        `SELECT complaint, government, epoch::float8 AS epoch FROM custody
         WHERE state IN ('HOLDING', 'CLOSED') AND complaint = ANY($1)`,
        [complaints],
      ),
    ),
  )
  return rows.flat()
}
