import type { Transaction } from '@lawang/member/store/database'
import { sendRows } from '@lawang/member/store/send-rows'
import { periodOf } from './periods.ts'
import type { Listed } from './project.ts'

/** Writes complaints into the directory as they are now; `at` is the moment of the hub's knowledge. */
export function saveListings(tx: Transaction, listings: readonly Listed[], at: Date): void {
  const rows = listings.map(({ filedAt, receivedOn, handledBy, ...listed }) => ({
    ...listed,
    filed_at: filedAt,
    period: periodOf(new Date(filedAt)),
    received_on: receivedOn,
    updated_at: at.toISOString(),
    agency: handledBy.id,
    agency_name: handledBy.name,
    agency_short_name: handledBy.shortName,
  }))
  sendRows(tx, SAVE, rows)
}

const SAVE = `INSERT INTO hub.listing (complaint, door, holder, kind, title, category, location, status, confidential,
     filed_at, period, received_on, updated_at, agency, agency_name, agency_short_name, parent, cluster)
   SELECT complaint, door, holder, kind, title, category, location, status, confidential,
     filed_at, period, received_on, updated_at, agency, agency_name, agency_short_name, parent, cluster
   FROM json_populate_recordset(NULL::hub.listing, $1)
   ON CONFLICT (complaint) DO UPDATE SET
     holder = excluded.holder, kind = excluded.kind, title = excluded.title, category = excluded.category,
     status = excluded.status, updated_at = excluded.updated_at, agency = excluded.agency,
     agency_name = excluded.agency_name, agency_short_name = excluded.agency_short_name, cluster = excluded.cluster`
