import type { Databases } from './databases.ts'
import { HUB } from './rig.ts'
import type { Violation } from './violation.ts'

interface Extent {
  readonly name: string
  readonly incarnation: number
  readonly first: number
  readonly last: number
  readonly count: number
}

/** No log, feed or mail has a gap. Mail that everybody has read may be gone from the front. */
export async function checkLogs(databases: Databases): Promise<readonly Violation[]> {
  const logs = await Promise.all(
    databases.members.map((member) =>
      databases.of(member)<Extent>(
        `SELECT 'log of ' || $1 AS name, ${EXTENT}, incarnation FROM log GROUP BY incarnation
         UNION ALL SELECT 'feed of ' || $1, ${EXTENT}, 1 FROM feed HAVING count(*) > 0`,
        [member],
      ),
    ),
  )
  const hub = await databases.of(HUB)<Extent>(
    `SELECT 'mail of ' || member AS name, ${EXTENT}, incarnation FROM hub.mail GROUP BY member, incarnation
     UNION ALL SELECT 'merged feed', ${EXTENT}, 1 FROM hub.feed HAVING count(*) > 0`,
  )
  return [...logs.flat(), ...hub].flatMap(({ name, incarnation, first, last, count }): Violation[] => {
    const isPruned = name.startsWith('mail')
    const isWhole = last - first + 1 === count && (isPruned || first === 1)
    return isWhole
      ? []
      : [{ rule: 'LOG GAP', text: `${name}, incarnation ${incarnation}: ${count} rows from ${first} to ${last}` }]
  })
}

const EXTENT = 'min(n)::float8 AS first, max(n)::float8 AS last, count(*)::float8 AS count'
