import type { Sql } from '@lawang/member/store/database'
import type { Cursor, MailRow } from '@lawang/schema/exchange/messages'
import { parseMailMessage } from '@lawang/schema/exchange/validate'
import type { NetworkView } from './candidates.ts'
import type { Outgoing } from './decision.ts'

/**
 * Puts messages into the mail of the members that host their governments, numbered per member in the order given.
 * Returns the members that have mail now, with the number of their last row. Mail to a government that nobody hosts any more is an error: its custody
 * would be lost.
 */
export async function postMail(
  sql: Sql,
  mail: readonly Outgoing[],
  network: NetworkView,
  hubIncarnation: number,
): Promise<ReadonlyMap<string, number>> {
  if (mail.length === 0) return new Map()
  const rows = mail.map(({ to, message }, place) => {
    const member = network.memberOf(to)
    if (member === undefined) throw new Error(`There is mail for ${to}, which no member hosts`)
    return { member, place, message }
  })
  const posted = await sql.query<{ member: string; n: number }>(
    `WITH letter AS (
       SELECT member, message, row_number() OVER (PARTITION BY member ORDER BY place) AS k
       FROM json_to_recordset($1) AS row (member text, place integer, message json)
     ), counted AS (
       UPDATE hub.member SET mail = mail + many
       FROM (SELECT member, count(*) AS many FROM letter GROUP BY member) AS counts
       WHERE name = counts.member
       RETURNING name, mail - many AS before, incarnation
     )
     INSERT INTO hub.mail (member, incarnation, n, addressed_to, message)
     SELECT letter.member, $2, counted.before + letter.k, counted.incarnation, letter.message
     FROM letter JOIN counted ON counted.name = letter.member
     RETURNING member, n::float8 AS n`,
    [JSON.stringify(rows), hubIncarnation],
  )
  const last = new Map<string, number>()
  for (const { member, n } of posted) last.set(member, Math.max(n, last.get(member) ?? 0))
  return last
}

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
    `SELECT n::float8 AS n, addressed_to, message FROM hub.mail
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
