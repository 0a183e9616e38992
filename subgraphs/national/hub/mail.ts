import type { Sql, Transaction } from '@lawang/member/store/database'
import { sendRows } from '@lawang/member/store/send-rows'
import type { Cursor, MailMessage, MailRow } from '@lawang/schema/exchange/messages'
import { parseMailMessage } from '@lawang/schema/exchange/validate'

/** A row of mail for a member, numbered. `addressedTo` is the member's incarnation that it is written for. */
export interface Letter extends Cursor {
  readonly member: string
  readonly addressedTo: number
  readonly message: MailMessage
}

/** A letter as its reader gets it. */
export function rowOf({ incarnation, n, addressedTo, message }: Letter): MailRow {
  return { incarnation, n, to: addressedTo, message }
}

/** Puts letters into the members' mail. */
export function postMail(tx: Transaction, letters: readonly Letter[]): void {
  sendRows(tx, POST, letters)
}

const POST = `
  INSERT INTO hub.mail (member, incarnation, n, addressed_to, message)
  SELECT member, incarnation, n, "addressedTo", message
  FROM json_to_recordset($1) AS letter
    (member text, incarnation bigint, n bigint, "addressedTo" bigint, message json)`

/** A member's mail after a cursor, in order, at most `limit`. A cursor of another incarnation starts at the beginning. */
export async function readMail(
  sql: Sql,
  member: string,
  hubIncarnation: number,
  after: Cursor,
  limit: number,
): Promise<readonly MailRow[]> {
  const from = after.incarnation === hubIncarnation ? after.n : 0
  const rows = await sql.query<{ n: number; addressed_to: number; message: unknown }>(
    `SELECT n::float8 AS n, addressed_to::float8 AS addressed_to, message FROM hub.mail
     WHERE member = $1 AND incarnation = $2 AND n > $3 ORDER BY n LIMIT $4`,
    [member, hubIncarnation, from, limit],
  )
  return rows.map((row) => ({
    incarnation: hubIncarnation,
    n: row.n,
    to: row.addressed_to,
    message: parseMailMessage(row.message),
  }))
}
