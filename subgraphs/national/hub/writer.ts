import type { Database, Transaction } from '@lawang/member/store/database'
import { createWakeSource, type Wakes } from '@lawang/member/store/wakes'
import type { Decision, HubContext } from './decision.ts'
import type { Network } from './network.ts'
import type { Publication } from './publication.ts'
import { createTurns } from './turns.ts'
import { writeDecisions } from './write-decisions.ts'

/** The lock that writing transactions take turns by, in case two processes ever run on one database. */
const WRITER_LOCK = 0x6c61_6875

/** Decides inside the transaction that writes the decisions. */
export type Deciding<T> = (tx: Transaction, context: HubContext) => Promise<T>

export interface Writer {
  /**
   * Commits what `deciding` decides, with all that follows from it, or nothing. `sender` is the member that is being
   * answered; undefined for the hub's own work. Whoever has news is woken after the commit.
   */
  commit<T extends { readonly decisions: readonly Decision[] }>(
    sender: string | undefined,
    deciding: Deciding<T>,
  ): Promise<T>
  mailWakes(member: string): Wakes | undefined
}

export interface WriterOptions {
  readonly database: Database
  readonly hubIncarnation: number
  readonly network: Network
  readonly now: () => Date
  readonly publication: Publication
}

/**
 * The hub's only writer. Transactions take turns, so that the register, the directory, the feed and each member's mail
 * are numbered and become visible in one order, and two decisions on one complaint never cross.
 */
export function createWriter(options: WriterOptions): Writer {
  const { database, hubIncarnation, network, now, publication } = options
  const mailWakes = new Map(network.members.map(({ name }) => [name, createWakeSource()]))
  const turns = createTurns()

  return {
    mailWakes: (member) => mailWakes.get(member),
    async commit(sender, deciding) {
      return turns(async () => {
        const { result, written } = await database.transaction(async (tx) => {
          await tx.query('SELECT pg_advisory_xact_lock($1)', [WRITER_LOCK])
          const at = now()
          const view = network.viewAt(at.getTime(), sender)
          const context: HubContext = { now: at, hubIncarnation, ...(sender && { sender }), network: view }
          const result = await deciding(tx, context)
          return { result, written: await writeDecisions(tx, result.decisions, context) }
        })
        if (written.shown) publication.committed(written.shown)
        for (const member of written.mailed.keys()) mailWakes.get(member)?.wake()
        return result
      })
    },
  }
}
