import type { GovernmentCode } from '@lawang/schema/region'
import type { Databases } from './databases.ts'
import type { Violation } from './violation.ts'

interface Held {
  readonly complaint: string
  readonly government: GovernmentCode
  readonly epoch: number
}

/**
 * Looks into all databases while they work. They cannot be read at one instant, but twice one after the other: who has
 * been given an epoch by the end of the first reading, while another still acts at a lower one in the second, shows
 * two who could act at the same time.
 */
export async function findTwoHolders(databases: Databases): Promise<readonly Violation[]> {
  const newest = new Map<string, Held>()
  for (const row of await readHeld(databases)) {
    if (row.epoch > (newest.get(row.complaint)?.epoch ?? 0)) newest.set(row.complaint, row)
  }
  return (await readHeld(databases)).flatMap((row): Violation[] => {
    const above = newest.get(row.complaint)
    if (!above || above.epoch <= row.epoch) return []
    const told = `${row.government}@${row.epoch} still holds while ${above.government}@${above.epoch} does`
    return [{ rule: 'TWO HOLDERS', text: `${row.complaint}: ${told}` }]
  })
}

async function readHeld(databases: Databases): Promise<readonly Held[]> {
  const rows = await Promise.all(
    databases.members.map((member) =>
      databases.of(member)<Held>(
        `SELECT complaint, government, epoch::float8 AS epoch FROM custody WHERE state IN ('HOLDING', 'CLOSED')`,
      ),
    ),
  )
  return rows.flat()
}
