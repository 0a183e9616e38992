import type { Sql } from '@lawang/member/store/database'
import type { HubState } from '@lawang/schema/exchange/hub-state'
import type { GovernmentCustody, NoWrongDoor } from '../ports.ts'
import { mayBeSuspended } from './suspended.ts'

/** What the watch looks at: the register, and the hub as it is at a moment of its own clock. */
export interface WatchedHub {
  readonly state: HubState
  readonly now: number
}

const NOTHING: Omit<GovernmentCustody, 'government'> = {
  filed: 0,
  held: 0,
  inTransit: 0,
  closed: 0,
  unaccounted: 0,
  overdueOffers: 0,
  suspended: 0,
}

/** Counts the promise in the whole country. */
export async function countNoWrongDoor(sql: Sql, watched: WatchedHub): Promise<NoWrongDoor> {
  return (await countByGovernment(sql, watched)).reduce<NoWrongDoor>(add, NOTHING)
}

/**
 * Counts the promise by government: filed and unaccounted at its doors, the rest of what it holds. What was filed is
 * counted in the directory, and custody in the register, each for itself. Unaccounted is what the directory lists and
 * the register does not have, or gives to a government that no member answers for.
 */
export async function countByGovernment(sql: Sql, watched: WatchedHub): Promise<readonly GovernmentCustody[]> {
  const { state, now } = watched
  const hosted = [...state.memberOf.keys()]
  const rows = await sql.query<GovernmentCustody>(
    `WITH suspended AS (SELECT * FROM json_to_recordset($3) AS s (holder text, lease_class text, epoch bigint)),
     counts AS (
       SELECT l.door AS government, count(*) AS filed, 0 AS held, 0 AS "inTransit", 0 AS closed,
         count(*) FILTER (WHERE r.complaint IS NULL OR (r.state <> 'CLOSED' AND r.holder <> ALL($1))) AS unaccounted,
         0 AS "overdueOffers", 0 AS suspended
       FROM hub.listing AS l LEFT JOIN hub.register AS r USING (complaint) GROUP BY l.door
       UNION ALL
       SELECT r.holder, 0, count(*) FILTER (WHERE r.state = 'HELD'),
         count(*) FILTER (WHERE r.state IN ('OFFERED', 'GRANTED')), count(*) FILTER (WHERE r.state = 'CLOSED'), 0,
         count(*) FILTER (WHERE r.request IS NOT NULL AND ((r.request ->> 'position')::integer > 0 OR r.due_at < $2)),
         count(*) FILTER (WHERE r.state = 'HELD' AND EXISTS (SELECT FROM suspended AS s
           WHERE s.holder = r.holder AND s.lease_class = r.lease_class AND r.epoch >= s.epoch))
       FROM hub.register AS r WHERE r.length > 0 AND (r.state = 'CLOSED' OR r.holder = ANY($1)) GROUP BY r.holder
     )
     SELECT government, sum(filed)::float8 AS filed, sum(held)::float8 AS held,
       sum("inTransit")::float8 AS "inTransit", sum(closed)::float8 AS closed,
       sum(unaccounted)::float8 AS unaccounted, sum("overdueOffers")::float8 AS "overdueOffers",
       sum(suspended)::float8 AS suspended
     FROM counts GROUP BY government ORDER BY government`,
    [hosted, now, JSON.stringify(mayBeSuspended(state, now))],
  )
  return rows
}

function add(sum: NoWrongDoor, more: NoWrongDoor): NoWrongDoor {
  return {
    filed: sum.filed + more.filed,
    held: sum.held + more.held,
    inTransit: sum.inTransit + more.inTransit,
    closed: sum.closed + more.closed,
    unaccounted: sum.unaccounted + more.unaccounted,
    overdueOffers: sum.overdueOffers + more.overdueOffers,
    suspended: sum.suspended + more.suspended,
  }
}
