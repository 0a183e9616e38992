import type { Sql, Transaction } from '@lawang/member/store/database'
import type { RegisterChange } from '../hub/register-change.ts'

/** The channel on which it is told that something may have become worse; the nudge carries nothing. */
export const TROUBLE_CHANNEL = 'lawang_trouble'

const TELL = `SELECT pg_notify('${TROUBLE_CHANNEL}', '')`

/** Tells with the commit of a transaction in which a first candidate's time has passed. */
export function tellOverdue(tx: Transaction, changes: readonly RegisterChange[]): void {
  if (changes.some(({ before, after }) => isOverdue(after) && !(before && isOverdue(before)))) tx.send(TELL, [])
}

export async function tellTrouble(sql: Sql): Promise<void> {
  await sql.query(TELL)
}

function isOverdue({ request }: RegisterChange['after']): boolean {
  return request !== undefined && request.position > 0
}
