import type { Sql } from '@lawang/member/store/database'
import type { MemberEntry } from '@lawang/schema/network'
import { candidatesFor } from './candidates.ts'
import { decideWaiting } from './decide.ts'
import { loadRegisters, loadWaiting } from './load-registers.ts'
import type { Network } from './network.ts'
import type { Writer } from './writer.ts'

/** Waiting handovers that one transaction grants at most; the rest follow with the next exchange. */
const GRANT_BATCH = 100

/** Grants what has waited for the governments of a member that is being heard. */
export async function grantWaiting(writer: Writer, { name, governments }: MemberEntry): Promise<void> {
  await writer.commit(name, async (tx, context) => {
    const registers = await loadWaiting(tx, governments, GRANT_BATCH)
    return { decisions: registers.map((register) => decideWaiting(register, context)) }
  })
}

/** Sends open requests to their candidate of today: since they were opened, governments may have come or gone. */
export async function rerouteWaiting(sql: Sql, writer: Writer, network: Network): Promise<void> {
  const view = network.viewAt(0, undefined)
  const open = await sql.query<{ complaint: string; giver: string; asked: string; candidate: string }>(
    `SELECT complaint, giver, asked, candidate FROM hub.request WHERE outcome = 'OPEN'`,
  )
  const moved = open.filter(({ giver, asked, candidate }) => candidatesFor(giver, asked, view)[0] !== candidate)
  if (moved.length === 0) return
  await writer.commit(undefined, async (tx, context) => {
    const registers = await loadRegisters(
      tx,
      moved.map(({ complaint }) => complaint),
    )
    return { decisions: [...registers.values()].map((register) => decideWaiting(register, context)) }
  })
}
