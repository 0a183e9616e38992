import type { Transaction } from '@lawang/member/store/database'
import { sendRows } from '@lawang/member/store/send-rows'
import type { RegisterChange } from '../hub/register-change.ts'
import { recapDeltas } from './recap-cells.ts'

/** Keeps the cells of recaps equal to a recount of the directory, whose rows this transaction has written before. */
export function saveRecapCells(tx: Pick<Transaction, 'send'>, changes: readonly RegisterChange[]): void {
  sendRows(tx, ADD, recapDeltas(changes))
}

const KEY = 'month, door, category, agency, holder, confidential, status'

const ADD = `
  MERGE INTO hub.recap_cell AS c
  USING (
    SELECT * FROM json_to_recordset($1) AS d (month date, door text, category text, agency text, holder text,
      confidential boolean, status text, change integer, came timestamptz, went timestamptz, agency_name text,
      agency_short_name text)
  ) AS d
  ON ${KEY.split(', ')
    .map((column) => `c.${column} = d.${column}`)
    .join(' AND ')}
  WHEN MATCHED AND c.count + d.change = 0 THEN DELETE
  WHEN MATCHED THEN UPDATE SET
    count = c.count + d.change,
    agency_name = d.agency_name,
    agency_short_name = d.agency_short_name,
    first_filed = CASE WHEN d.went <= c.first_filed THEN (
      SELECT min(l.filed_at) FROM hub.listing AS l
      WHERE l.door = d.door AND l.received_on >= d.month AND l.received_on < d.month + interval '1 month'
        AND coalesce(l.category, '') = d.category AND l.agency = d.agency AND l.holder = d.holder
        AND l.confidential = d.confidential AND l.status = d.status
    ) ELSE least(c.first_filed, d.came) END
  WHEN NOT MATCHED THEN INSERT (${KEY}, count, first_filed, agency_name, agency_short_name)
    VALUES (d.month, d.door, d.category, d.agency, d.holder, d.confidential, d.status, d.change, d.came,
      d.agency_name, d.agency_short_name)`
