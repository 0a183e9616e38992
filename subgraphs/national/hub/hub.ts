import type { ClockContext } from '@lawang/member/domain/clocks'
import type { HubPort } from '@lawang/member/exchange/hub-port'
import type { Database } from '@lawang/member/store/database'
import { createWakeSource, type Wakes } from '@lawang/member/store/wakes'
import { Refusal } from '@lawang/schema/errors'
import type { ExchangeAnswer, ExchangeRequest } from '@lawang/schema/exchange/exchange-messages'
import { answerOf, introduction } from '@lawang/schema/exchange/hub-exchange'
import { BrokenLog, type HubState } from '@lawang/schema/exchange/hub-state'
import type { Law } from '@lawang/schema/exchange/law'
import { NO_PROOFS, type ObjectProofs } from '@lawang/trust/objects/object-proofs'
import { createReconciliation, type ReconciliationReport } from '../reconcile/reconciliation.ts'
import { rebuildDays } from '../rollup/rebuild-days.ts'
import type { HighWaterFile } from './high-water-file.ts'
import { lookAround } from './look-around.ts'
import type { Network } from './network.ts'
import { createPublication, type Publication } from './publication.ts'
import { onPush } from './push-mail.ts'
import { readExchange } from './read-exchange.ts'
import { signedMail } from './signed-mail.ts'
import { silentGovernments } from './silent-governments.ts'
import { startHub } from './start-hub.ts'
import { openWriter, type Writer } from './writer.ts'

/** Milliseconds that a reconciliation waits for members that do not tell their copies. */
const RECONCILIATION_PATIENCE = 15 * 60_000

/** Mail rows in one answer at most. */
const MAIL_BATCH = 100

export interface Hub extends HubPort {
  readonly incarnation: number
  readonly network: Network
  /** Which rows of the merged feed are shown. */
  readonly publication: Publication
  /** What the hub does by itself; to be called every second, and when `due` wakes. */
  lookAround(): Promise<void>
  readonly due: Wakes
  /** Compares door, holder and register of every complaint; resolves when all members that are heard have told theirs. */
  reconcile(): Promise<ReconciliationReport>
  /** Ends a reconciliation that is under way. */
  stop(): Promise<void>
  /** The hub and its parties as they are now, and its clock. */
  state(): Promise<{ readonly state: HubState; readonly now: number }>
}

export interface HubOptions {
  /** Opened by `openHubDatabase`. */
  readonly database: Database
  readonly network: Network
  readonly law: Law
  /** Outside the database. */
  readonly file: HighWaterFile
  /** An operator's word that the database is a restored backup. */
  readonly isRestored?: boolean
  /** The wall clock, for what people read. */
  readonly now: () => Date
  /** Milliseconds that only run forward: the hub's own clock is made of them. */
  readonly uptime: () => number
  readonly onFault: (fault: HubFault) => void
  /** What the deadlines are read by that evaluations count: see `rollup/`. */
  readonly clocks: ClockContext
  /** Checks what members write, and signs grants; nothing is asked for where the network is not signed. */
  readonly proofs?: ObjectProofs
}

export type HubFault =
  /** The reading of a member's log has stopped. The rule is named, never what people wrote. */
  | { readonly kind: 'BROKEN_LOG'; readonly member: string; readonly rule: string }
  /** The database was found to be a restored backup: the hub recovers. `by` is the member that has shown it. */
  | { readonly kind: 'HUB_RESTORED'; readonly incarnation: number; readonly by?: string }

/** The hub at work: it reads logs, moves custody, and hands out mail. */
export async function createHub(options: HubOptions): Promise<Hub> {
  const { database, network, law, file, now, onFault, proofs = NO_PROOFS } = options
  const publication = createPublication(0)
  await rebuildDays(database, options.clocks)
  const writer = await openWriter({ ...options, publication })
  const due = createWakeSource()
  const { hub, feed } = await begin(writer, options)
  // What an earlier process has written is shown.
  publication.committed({ last: feed, told: new Map() })
  let { incarnation } = hub
  const reconciliation = createReconciliation({
    sql: database,
    network,
    now,
    patience: RECONCILIATION_PATIENCE,
    nudge: (member) => writer.nudge(member),
  })

  async function exchange(request: ExchangeRequest): Promise<ExchangeAnswer> {
    const { member } = request
    if (!network.member(member)) throw new Refusal('FORBIDDEN', 'The registry has no member of this name.')
    if (request.mailCursor.incarnation === incarnation) publication.confirmed(member, request.mailCursor.n)
    const { read, clock, mailHead } = await writer.commit(async (desk) => {
      const read = await readExchange(desk, request, reconciliation.compare, proofs)
      return { read, clock: desk.now, mailHead: desk.mailHead(member) }
    }, member)
    const { state } = read
    incarnation = state.hub.incarnation
    await file.keep({ incarnation, clock })
    if (read.kind === 'INTRODUCE') {
      if (read.isRestored) onFault({ kind: 'HUB_RESTORED', incarnation, by: member })
      return introduction(state, request)
    }
    if (read.fault !== undefined) {
      onFault({ kind: 'BROKEN_LOG', member, rule: read.fault })
      // Answering as if all were well would make the member send the same row again at once, for ever.
      if (read.rows === 0) throw new BrokenLog(read.fault)
    }
    if (read.hasReport) due.wake()
    if (read.isCompared && request.copies) await reconciliation.compared(member, request.copies)
    return answer(request, state, mailHead)
  }

  async function answer(request: ExchangeRequest, state: HubState, mailHead: number): Promise<ExchangeAnswer> {
    const { member, mailCursor, log, contractVersion } = request
    const hasRead = mailCursor.n === mailHead
    const mail = hasRead ? [] : await writer.mailAfter(member, state.hub.incarnation, mailCursor, MAIL_BATCH + 1)
    const at = now()
    const hadNothingToTell = log.length === 0
    network.heard(member, { at, mailCursor, hadNothingToTell, ...(contractVersion && { contractVersion }) })
    const silent = silentGovernments(state, network, writer.clock())
    const copies = reconciliation.wanted(member)
    return {
      ...answerOf(state, request, signedMail(mail.slice(0, MAIL_BATCH), proofs), mail.length <= MAIL_BATCH),
      ...(silent && { silent }),
      ...(copies && { copies }),
    }
  }

  return {
    get incarnation() {
      return incarnation
    },
    network,
    publication,
    exchange,
    onWake: (member, listener) => onPush(writer, member, { file, proofs }, listener),
    lookAround: () => lookAround(writer),
    reconcile: () => reconciliation.run(),
    stop: () => reconciliation.stop(),
    due,
    async state() {
      const { hub, parties } = await writer.memory()
      return { state: { law, hub, parties, memberOf: network.hosts, register: [] }, now: writer.clock() }
    },
  }
}

/** Starts or restores the hub. Returns what it remembers then. */
async function begin(writer: Writer, { file, isRestored: isToldRestored, onFault }: HubOptions) {
  const isRestored = await startHub(writer, await file.read(), isToldRestored)
  const memory = await writer.memory()
  const { incarnation } = memory.hub
  await file.keep({ incarnation, clock: memory.clock })
  if (isRestored) onFault({ kind: 'HUB_RESTORED', incarnation })
  return memory
}
