import type { Sql } from '@lawang/member/store/database'
import type { Network } from '../hub/network.ts'
import type { NoWrongDoor } from '../ports.ts'

/** How long an ordinary handover may wait for a receiver, in milliseconds. */
const OFFER_TIMEOUT = 48 * 60 * 60 * 1000

interface Counts extends Pick<NoWrongDoor, 'filed' | 'held' | 'inTransit' | 'closed' | 'overdueOffers'> {}

/**
 * Counts the promise. Filings are counted in the chains and custody in the register, each for itself: a complaint
 * without a row there, or held by a government that no member answers for, is unaccounted for.
 */
export async function countNoWrongDoor(sql: Sql, network: Network, now: Date): Promise<NoWrongDoor> {
  const governments = network.members.flatMap((entry) => entry.governments)
  const [counts] = await sql.query<Counts>(
    `SELECT
       (SELECT count(*) FROM hub.chain_event WHERE seq = 0)::float8 AS filed,
       (count(*) FILTER (WHERE state = 'HELD'))::float8 AS held,
       (count(*) FILTER (WHERE state IN ('OFFERED', 'GRANTED')))::float8 AS "inTransit",
       (count(*) FILTER (WHERE state = 'CLOSED'))::float8 AS closed,
       (SELECT count(*) FROM hub.request WHERE outcome = 'OPEN' AND opened_at < $2)::float8 AS "overdueOffers"
     FROM hub.register WHERE state = 'CLOSED' OR holder = ANY($1)`,
    [governments, new Date(now.getTime() - OFFER_TIMEOUT)],
  )
  if (!counts) throw new Error('The register could not be counted')
  const { filed, held, inTransit, closed, overdueOffers } = counts
  // Custody has no lease yet that could run out: whoever holds may act.
  return { filed, held, inTransit, closed, unaccounted: filed - held - inTransit - closed, overdueOffers, suspended: 0 }
}
