import type { Sql } from '@lawang/member/store/database'
import type { CopiesPage, CopiesWanted, CopyKey } from '@lawang/schema/exchange/copies'
import type { Desk } from '../hub/desk.ts'
import type { Network } from '../hub/network.ts'
import { checkHashes } from './check-hashes.ts'
import { comparePage } from './compare-page.ts'
import { beginRound, type Difference, differencesOf, endRound, forgetMended } from './rounds.ts'

/** What a round has come to. */
export interface ReconciliationReport {
  readonly round: number
  /** Copies that were compared. */
  readonly copies: number
  readonly differences: readonly Difference[]
  /** Members whose copies were not compared to the end, because they were not heard. */
  readonly unheard: readonly string[]
}

/** Compares door, holder and register of every complaint, with what members tell in their exchanges. */
export interface Reconciliation {
  /** Begins a round unless one is under way; resolves when it has ended. */
  run(): Promise<ReconciliationReport>
  /** Ends the round that is under way with what it has found so far. */
  stop(): Promise<void>
  /** What a member is asked for with its next request. */
  wanted(member: string): CopiesWanted | undefined
  /** Compares a page inside the transaction that has read its member's log. A page that was not asked for is passed over. */
  compare(desk: Desk, member: string, page: CopiesPage): Promise<void>
  /** The transaction is committed: the next page is asked for. */
  compared(member: string, page: CopiesPage): Promise<void>
}

export interface ReconciliationOptions {
  readonly sql: Sql
  readonly network: Network
  /** The wall clock. */
  readonly now: () => Date
  /** Milliseconds that a round waits for members. */
  readonly patience: number
  /** Makes a member exchange at once. */
  readonly nudge: (member: string) => void
}

interface Round {
  readonly number: number
  /** By member: the last copy that it has told. */
  readonly pending: Map<string, CopyKey | undefined>
  readonly isDone: PromiseWithResolvers<void>
}

export function createReconciliation(options: ReconciliationOptions): Reconciliation {
  const { sql, network, now, patience, nudge } = options
  let current: Round | undefined
  let running: Promise<ReconciliationReport> | undefined

  async function perform(): Promise<ReconciliationReport> {
    const number = await beginRound(sql, now())
    const names = network.members.map(({ name }) => name)
    const asked = names.filter((name) => network.isInContact(name, now()))
    const pending = new Map<string, CopyKey | undefined>(asked.map((name) => [name, undefined]))
    const round: Round = { number, pending, isDone: Promise.withResolvers() }
    current = round
    if (pending.size === 0) round.isDone.resolve()
    for (const name of pending.keys()) nudge(name)
    await checkHashes(sql, number, now())
    const timer = setTimeout(round.isDone.resolve, patience)
    await round.isDone.promise.finally(() => clearTimeout(timer))
    current = undefined
    const { copies } = await endRound(sql, number, now())
    const unheard = names.filter((name) => pending.has(name) || !asked.includes(name))
    return { round: number, copies, differences: await differencesOf(sql, number), unheard }
  }

  function isWanted(member: string, { round }: CopiesPage): boolean {
    return current?.number === round && current.pending.has(member)
  }

  return {
    run() {
      running ??= perform().finally(() => {
        running = undefined
        current = undefined
      })
      return running
    },
    async stop() {
      current?.isDone.resolve()
      await running?.catch(() => undefined)
    },
    wanted(member) {
      if (!current?.pending.has(member)) return undefined
      const after = current.pending.get(member)
      return { round: current.number, ...(after && { after }) }
    },
    async compare(desk, member, page) {
      if (!isWanted(member, page)) return
      const after = current?.pending.get(member)
      await comparePage(desk, { member, page, ...(after && { after }) }, now())
    },
    async compared(member, page) {
      if (!current || !isWanted(member, page)) return
      const last = page.rows.at(-1)
      if (page.last || !last) {
        await forgetMended(sql, page.round, network.member(member)?.governments ?? [], 'COPIES')
        current.pending.delete(member)
        if (current.pending.size === 0) current.isDone.resolve()
      } else {
        current.pending.set(member, { complaint: last.complaint, government: last.government })
        nudge(member)
      }
    },
  }
}
