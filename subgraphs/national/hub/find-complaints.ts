import type { Sql } from '@lawang/member/store/database'
import { type HubState, inContact, maySettle, partyOf } from '@lawang/schema/exchange/hub-state'
import { LEASE_CLASSES, leaseWait } from '@lawang/schema/exchange/law'
import type { LeaseClass } from '@lawang/schema/exchange/messages'
import type { Register } from '@lawang/schema/exchange/register'
import type { GovernmentCode } from '@lawang/schema/region'

async function complaintsIn(sql: Sql, query: string, values: readonly unknown[]): Promise<readonly string[]> {
  const rows = await sql.prepared<{ complaint: string }>(query, values)
  return rows.map(({ complaint }) => complaint)
}

/** Who hosts more governments has so much of the nation that a page of it is soon met along the ids of all. */
const FEW_GOVERNMENTS = 64

const PAGE_OF_FEW = `
  SELECT DISTINCT c.complaint FROM unnest($1::text[]) AS of (government) CROSS JOIN LATERAL (
    (SELECT complaint COLLATE "C" AS complaint FROM hub.register
     WHERE holder = of.government AND complaint COLLATE "C" > $2 ORDER BY 1 LIMIT $3)
    UNION ALL
    (SELECT complaint COLLATE "C" AS complaint FROM hub.register
     WHERE door = of.government AND complaint COLLATE "C" > $2 ORDER BY 1 LIMIT $3)
  ) AS c ORDER BY c.complaint LIMIT $3`

const PAGE_OF_MANY = `
  SELECT complaint FROM hub.register WHERE complaint > $2 AND (holder = ANY($1) OR door = ANY($1))
  ORDER BY complaint LIMIT $3`

/** What governments hold or have at their doors, in the order of ids, behind one of them: at most `limit`. */
export function complaintsOf(
  sql: Sql,
  governments: readonly GovernmentCode[],
  after: string,
  limit: number,
): Promise<readonly string[]> {
  return complaintsIn(sql, governments.length > FEW_GOVERNMENTS ? PAGE_OF_MANY : PAGE_OF_FEW, [
    governments,
    after,
    limit,
  ])
}

/** What governments hold by a grant and have not shown to this incarnation of the hub. */
export function unshownOf(
  sql: Sql,
  governments: readonly GovernmentCode[],
  hubIncarnation: number,
): Promise<readonly string[]> {
  return complaintsIn(
    sql,
    `SELECT complaint FROM hub.register
     WHERE holder = ANY($1) AND phase = 'SETTLED' AND epoch <> 1 AND shown <> $2`,
    [governments, hubIncarnation],
  )
}

/**
 * One unsettled complaint of each lease class that has any: the end of a recovery asks for no more. `changed` are rows
 * that the transaction has changed and not yet written.
 */
export async function unsettledSamples(sql: Sql, changed: readonly Register[]): Promise<readonly string[]> {
  const open = changed.filter(({ standing }) => standing.phase === 'UNSETTLED').map(({ complaint }) => complaint)
  const written = changed.map(({ complaint }) => complaint)
  const stored = await complaintsIn(
    sql,
    `SELECT r.complaint FROM unnest($2::text[]) AS of (lease_class) CROSS JOIN LATERAL (
       SELECT complaint FROM hub.register
       WHERE phase = 'UNSETTLED' AND lease_class = of.lease_class AND complaint <> ALL($1) LIMIT 1
     ) AS r`,
    [written, LEASE_CLASSES],
  )
  return [...open, ...stored]
}

/** Handovers that wait for one of these governments, which are in contact. */
export function waitingFor(
  sql: Sql,
  governments: readonly GovernmentCode[],
  limit: number,
): Promise<readonly string[]> {
  return complaintsIn(
    sql,
    `SELECT complaint FROM hub.register WHERE candidate = ANY($1) AND phase = 'SETTLED' LIMIT $2`,
    [governments, limit],
  )
}

/**
 * Governments that hold what could be seized, one by one along the index: there are hundreds of them, and millions of
 * complaints.
 */
const HOLDING = `
  holding (holder) AS (
    (SELECT holder FROM hub.register WHERE seizable ORDER BY holder LIMIT 1)
    UNION ALL
    SELECT (SELECT holder FROM hub.register WHERE seizable AND holder > holding.holder ORDER BY holder LIMIT 1)
    FROM holding WHERE holding.holder IS NOT NULL
  )`

/** What time has made due: a turn that has passed, a holder that has fallen silent or is heard again, a settling. */
export async function dueComplaints(sql: Sql, state: HubState, now: number, limit: number): Promise<readonly string[]> {
  const all = [...state.memberOf.keys()]
  const reachable = all.filter((government) => inContact(state, government, now))
  const classes = LEASE_CLASSES.filter((leaseClass) => state.hub.recovery && maySettle(state, leaseClass, now))
  const silent = JSON.stringify(silentHolders(state, now))
  return complaintsIn(
    sql,
    `WITH RECURSIVE ${HOLDING}
     SELECT complaint FROM hub.register WHERE due_at < $1 AND phase = 'SETTLED'
     UNION
     SELECT complaint FROM hub.register WHERE candidate = ANY($2) AND phase = 'SETTLED'
     UNION
     SELECT r.complaint FROM hub.register AS r
       LEFT JOIN json_to_recordset($3) AS s (holder text, lease_class text) USING (holder, lease_class)
       WHERE r.candidate IS NOT NULL AND r.seizure IS NOT NULL AND s.holder IS NULL AND r.holder = ANY($5)
     UNION
     SELECT r.complaint FROM json_to_recordset($3) AS s (holder text, lease_class text) CROSS JOIN LATERAL (
       SELECT complaint FROM hub.register
       WHERE holder = s.holder AND lease_class = s.lease_class AND seizable AND candidate IS NULL AND phase = 'SETTLED'
       LIMIT $6) AS r
     UNION
     SELECT r.complaint FROM holding CROSS JOIN LATERAL (
       SELECT complaint FROM hub.register
       WHERE holder = holding.holder AND seizable AND candidate IS NULL AND phase = 'SETTLED'
       LIMIT $6) AS r
     WHERE holding.holder <> ALL($5)
     UNION
     SELECT complaint FROM hub.register WHERE phase = 'UNSETTLED' AND lease_class = ANY($4)
     LIMIT $6`,
    [now, reachable, silent, classes, all, limit],
  )
}

/** Governments whose lease of a class has surely ended. */
export function silentHolders(
  state: HubState,
  now: number,
): readonly { readonly holder: GovernmentCode; readonly lease_class: LeaseClass }[] {
  return LEASE_CLASSES.flatMap((leaseClass) =>
    [...state.memberOf.keys()]
      .filter((government) => {
        const party = partyOf(state, government)
        return party !== undefined && now > party.contact + leaseWait(state.law, leaseClass)
      })
      .map((holder) => ({ holder, lease_class: leaseClass })),
  )
}
