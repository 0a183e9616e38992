import type { Cursor, LogRow } from '@lawang/schema/exchange/messages'

/** `gap` is where a row is missing: reading stops there. */
export interface NextRows {
  readonly rows: readonly LogRow[]
  readonly gap?: Cursor
}

/**
 * The rows that the reader has not read yet: what stands at or below the cursor is passed over, the next is `n + 1` of
 * the same incarnation or row 1 of a higher one, and anything else is a gap.
 */
export function nextRows(cursor: Cursor, sent: readonly LogRow[]): NextRows {
  const rows: LogRow[] = []
  let at = cursor
  for (const row of sent) {
    const read = row.incarnation < at.incarnation || (row.incarnation === at.incarnation && row.n <= at.n)
    if (read) continue
    const expected = row.incarnation === at.incarnation ? at.n + 1 : 1
    if (row.n !== expected) return { rows, gap: { incarnation: row.incarnation, n: expected } }
    rows.push(row)
    at = row
  }
  return { rows }
}
