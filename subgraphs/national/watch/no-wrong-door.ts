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
 * counted in the directory, and custody in the register, each for itself, by the transactions that write them.
 * Unaccounted is what the directory lists and the register does not have, or gives to a government that no member answers
 * for. Overdue are so few that they are looked at.
 */
export async function countByGovernment(sql: Sql, watched: WatchedHub): Promise<readonly GovernmentCustody[]> {
  const { state, now } = watched
  const hosted = [...state.memberOf.keys()]
  return sql.query<GovernmentCustody>(COUNT, [hosted, now, JSON.stringify(mayBeSuspended(state, now))])
}

const COUNT = `
  WITH suspended AS (SELECT * FROM json_to_recordset($3) AS s (holder text, lease_class text, epoch bigint)),
  custody AS (
    SELECT door, holder, state, count, EXISTS (
        SELECT FROM suspended AS s WHERE s.holder = c.holder AND s.lease_class = c.lease_class
          AND (c.leased OR s.epoch <= 1)
      ) AS suspended
    FROM hub.custody_count AS c WHERE count <> 0 AND (state = 'CLOSED' OR holder = ANY($1))
  ),
  counts (government, filed, held, "inTransit", closed, unaccounted, "overdueOffers", suspended) AS (
    SELECT door, count, 0, 0, 0, count, 0, 0 FROM hub.filed_count
    UNION ALL SELECT door, 0, 0, 0, 0, -count, 0, 0 FROM custody
    UNION ALL SELECT holder, 0, CASE state WHEN 'HELD' THEN count ELSE 0 END,
      CASE WHEN state IN ('OFFERED', 'GRANTED') THEN count ELSE 0 END,
      CASE state WHEN 'CLOSED' THEN count ELSE 0 END, 0, 0,
      CASE WHEN state = 'HELD' AND suspended THEN count ELSE 0 END
    FROM custody
    UNION ALL SELECT holder, 0, 0, 0, 0, 0, 1, 0 FROM hub.register
    WHERE due_at IS NOT NULL AND request IS NOT NULL AND holder = ANY($1)
      AND ((request ->> 'position')::integer > 0 OR due_at < $2)
  )
  SELECT government, sum(filed)::float8 AS filed, sum(held)::float8 AS held,
    sum("inTransit")::float8 AS "inTransit", sum(closed)::float8 AS closed,
    sum(unaccounted)::float8 AS unaccounted, sum("overdueOffers")::float8 AS "overdueOffers",
    sum(suspended)::float8 AS suspended
  FROM counts GROUP BY government ORDER BY government`

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
