import type { Sql } from '@lawang/member/store/database'
import type { OverdueOffer } from '../ports.ts'

interface OfferRow {
  readonly complaint: string
  readonly from: string
  readonly to: string
  readonly candidate: string | null
  readonly since: string
}

/** Open requests whose first candidate's time has passed, longest first. `now` is the hub's clock. */
export async function listOverdueOffers(sql: Sql, now: number, first: number): Promise<readonly OverdueOffer[]> {
  const rows = await sql.query<OfferRow>(
    `SELECT r.complaint, r.holder AS "from", r.request ->> 'to' AS "to", r.candidate, e.event ->> 'at' AS since
     FROM hub.register AS r JOIN hub.chain_event AS e ON e.complaint = r.complaint AND e.seq = r.length - 1
     WHERE r.request IS NOT NULL AND ((r.request ->> 'position')::integer > 0 OR r.due_at < $1)
     ORDER BY e.event ->> 'at', r.complaint LIMIT $2`,
    [now, first],
  )
  return rows.map(({ complaint, from, to, candidate, since }) => {
    return { complaint, from, to, ...(candidate === null ? {} : { waitsFor: candidate }), since: new Date(since) }
  })
}
