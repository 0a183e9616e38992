import type { Sql } from '@lawang/member/store/database'
import type { Cursor, LogRow } from '@lawang/schema/exchange/messages'
import { decide } from './decide.ts'
import { BrokenLog, type Decision, type HubContext } from './decision.ts'
import { loadRegisters } from './load-registers.ts'
import { nextRows } from './next-rows.ts'
import type { Register } from './register.ts'

/** What reading a batch of a member's log comes to. `fault` is why it stopped before the end. */
export interface ReadBatch {
  readonly decisions: readonly Decision[]
  readonly cursor: Cursor
  readonly fault?: string
}

/** How far the hub has read a member's log. Throws when the member is not in the hub's books. */
export async function readCursor(sql: Sql, member: string): Promise<Cursor> {
  const [row] = await sql.query<{ incarnation: number; n: number }>(
    'SELECT incarnation, log::float8 AS n FROM hub.member WHERE name = $1',
    [member],
  )
  if (!row) throw new Error(`The hub keeps no books of ${member}`)
  return row
}

/** Decides row by row what the sender's log changes, in order, each on what the one before has left. */
export async function readBatch(
  sql: Sql,
  sender: string,
  sent: readonly LogRow[],
  context: HubContext,
): Promise<ReadBatch> {
  const cursor = await readCursor(sql, sender)
  const { rows, gap } = nextRows(cursor, sent)
  const complaints = rows.flatMap(({ message }) => ('complaint' in message ? [message.complaint] : []))
  const registers = await loadRegisters(sql, [...new Set(complaints)])
  const decided = decideRows(rows, registers, context)
  if (decided.fault !== undefined || gap === undefined) return { cursor, ...decided }
  return { cursor, ...decided, fault: `Row ${gap.n} of incarnation ${gap.incarnation} is missing` }
}

type Decided = Omit<ReadBatch, 'cursor'> & Partial<Pick<ReadBatch, 'cursor'>>

function decideRows(rows: readonly LogRow[], registers: Map<string, Register>, context: HubContext): Decided {
  const decisions: Decision[] = []
  let cursor: Cursor | undefined
  for (const { message, incarnation, n } of rows) {
    try {
      const known = 'complaint' in message ? registers.get(message.complaint) : undefined
      const decision = decide(known, message, context)
      if (decision.register) registers.set(decision.register.complaint, decision.register)
      decisions.push(decision)
    } catch (error) {
      if (!(error instanceof BrokenLog)) throw error
      return { decisions, ...(cursor && { cursor }), fault: `Row ${n}: ${error.message}` }
    }
    cursor = { incarnation, n }
  }
  return { decisions, ...(cursor && { cursor }) }
}

/** Moves the cursor, in the transaction of the effects. */
export async function saveCursor(sql: Sql, member: string, { incarnation, n }: Cursor): Promise<void> {
  await sql.query('UPDATE hub.member SET incarnation = $2, log = $3 WHERE name = $1', [member, incarnation, n])
}
