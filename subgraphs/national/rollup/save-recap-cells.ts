import type { Transaction } from '@lawang/member/store/database'
import { sendRows } from '@lawang/member/store/send-rows'
import type { RegisterChange } from '../hub/register-change.ts'
import { recapDeltas } from './recap-cells.ts'

/**
 * Keeps the cells of recaps equal to a recount of the directory, whose rows this transaction has written before. Custody
 * does not wait for statistics: a cell that is not there is not taken from.
 */
export function saveRecapCells(tx: Pick<Transaction, 'send'>, changes: readonly RegisterChange[]): void {
  sendRows(tx, ADD, recapDeltas(changes))
}

/** After a restore, which may have changed every row: counts all of them once more. */
export function recountCells(tx: Pick<Transaction, 'send'>): void {
  tx.send('DELETE FROM hub.recap_cell', [])
  tx.send(RECOUNT_CELLS, [])
}

/** Makes the cells of all listings. */
export const RECOUNT_CELLS = `
  INSERT INTO hub.recap_cell (month, door, category, agency, holder, confidential, status, count, first_filed,
    agency_name, agency_short_name)
  SELECT date_trunc('month', received_on)::date, door, coalesce(category, ''), agency, holder, confidential, status,
    count(*), min(filed_at), max(agency_name), max(agency_short_name)
  FROM hub.listing WHERE parent IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7`

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
  WHEN MATCHED AND c.count + d.change <= 0 THEN DELETE
  WHEN MATCHED THEN UPDATE SET
    count = c.count + d.change,
    agency_name = d.agency_name,
    agency_short_name = d.agency_short_name,
    first_filed = CASE WHEN d.went <= c.first_filed THEN coalesce((
      SELECT min(l.filed_at) FROM hub.listing AS l
      WHERE l.door = d.door AND l.received_on >= d.month AND l.received_on < d.month + interval '1 month'
        AND coalesce(l.category, '') = d.category AND l.agency = d.agency AND l.holder = d.holder
        AND l.confidential = d.confidential AND l.status = d.status AND l.parent IS NULL
    ), c.first_filed) ELSE least(c.first_filed, d.came) END
  WHEN NOT MATCHED AND d.change > 0 THEN INSERT (${KEY}, count, first_filed, agency_name, agency_short_name)
    VALUES (d.month, d.door, d.category, d.agency, d.holder, d.confidential, d.status, d.change, d.came,
      d.agency_name, d.agency_short_name)`
