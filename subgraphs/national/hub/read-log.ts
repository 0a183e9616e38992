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

/** Decides row by row what follows the cursor in a log, in order, each on what the one before has left. */
export async function readBatch(
  sql: Sql,
  cursor: Cursor,
  sent: readonly LogRow[],
  context: HubContext,
): Promise<ReadBatch> {
  const { rows, gap } = nextRows(cursor, sent)
  const complaints = rows.flatMap(({ message }) => ('complaint' in message ? [message.complaint] : []))
  const registers = await loadRegisters(sql, [...new Set(complaints)])
  const batch = decideRows(cursor, rows, registers, context)
  if (batch.fault !== undefined || gap === undefined) return batch
  return { ...batch, fault: `Row ${gap.n} of incarnation ${gap.incarnation} is missing` }
}

function decideRows(
  start: Cursor,
  rows: readonly LogRow[],
  registers: Map<string, Register>,
  context: HubContext,
): ReadBatch {
  const decisions: Decision[] = []
  let cursor = start
  for (const { message, incarnation, n } of rows) {
    try {
      const known = 'complaint' in message ? registers.get(message.complaint) : undefined
      const decision = decide(known, message, context)
      if (decision.register) registers.set(decision.register.complaint, decision.register)
      decisions.push(decision)
    } catch (error) {
      if (!(error instanceof BrokenLog)) throw error
      return { decisions, cursor, fault: `Row ${n}: ${error.message}` }
    }
    cursor = { incarnation, n }
  }
  return { decisions, cursor }
}
