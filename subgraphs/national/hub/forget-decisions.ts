import type { Sql } from '@lawang/member/store/database'

/**
 * What a restore of the hub makes of every row and of all mail, in two statements: the step of `Restore` says the same
 * of each row, and there may be millions of them.
 */
export async function forgetDecisions(sql: Sql): Promise<void> {
  await sql.query(
    `UPDATE hub.register SET phase = 'UNSETTLED', claims = '[]', waiting = '[]', request = NULL, seizure = NULL,
       candidate = NULL, due_at = NULL, state = CASE state WHEN 'OFFERED' THEN 'HELD' ELSE state END`,
  )
  await sql.query('DELETE FROM hub.mail')
}
