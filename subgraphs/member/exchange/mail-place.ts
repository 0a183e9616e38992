import type { Cursor } from '@lawang/schema/exchange/messages'

/** Where a row of mail stands to what has been read: read before, the next, or behind a row that is missing. */
export type MailPlace = 'read' | 'next' | 'gap'

/** The next row is `n + 1` of the same incarnation, or row 1 of a higher one. */
export function mailPlace(cursor: Cursor, row: Cursor): MailPlace {
  if (row.incarnation < cursor.incarnation) return 'read'
  if (row.incarnation > cursor.incarnation) return row.n === 1 ? 'next' : 'gap'
  if (row.n <= cursor.n) return 'read'
  return row.n === cursor.n + 1 ? 'next' : 'gap'
}

/**
 * Mail that cannot be read on: a row is missing, or one says what no correct hub says. Nothing of it is applied and
 * the cursor stays, so that reading goes on where it stopped once the fault is mended. It carries no content.
 */
export class BrokenMail extends Error {
  override readonly name = 'BrokenMail'
}
