import type { HubPort } from '@lawang/member/exchange/hub-port'
import type { Database, Sql } from '@lawang/member/store/database'
import { Refusal } from '@lawang/schema/errors'
import type { ExchangeAnswer, ExchangeRequest, LogRow } from '@lawang/schema/exchange/messages'
import type { MemberEntry } from '@lawang/schema/network'
import { BrokenLog } from './decision.ts'
import { openBooks, readBooks, saveContact, saveCursor } from './member-books.ts'
import type { Network } from './network.ts'
import { readMail } from './post-mail.ts'
import { createPublication, type Publication } from './publication.ts'
import { readBatch } from './read-log.ts'
import { grantWaiting, rerouteWaiting } from './waiting.ts'
import { createWriter, type Writer } from './writer.ts'

/** Mail rows in one answer at most. */
const MAIL_BATCH = 100

/** Milliseconds between the notes of a member's contact in the table. */
const CONTACT_NOTED_EVERY = 10_000

export interface Hub extends HubPort {
  readonly network: Network
  /** Which rows of the merged feed are shown. */
  readonly publication: Publication
}

export interface HubOptions {
  /** Opened by `openHubDatabase`. */
  readonly database: Database
  readonly network: Network
  readonly now: () => Date
  readonly onFault: (fault: LogFault) => void
}

/** Why the reading of a member's log has stopped. The rule is named, never what people wrote. */
export interface LogFault {
  readonly member: string
  readonly rule: string
}

/** The hub at work: it reads logs, moves custody, and hands out mail. */
export async function createHub({ database, network, now, onFault }: HubOptions): Promise<Hub> {
  const { incarnation, feed } = await readCounter(database)
  const publication = createPublication(feed)
  await openBooks(database, network)
  const writer = createWriter({ database, hubIncarnation: incarnation, network, now, publication })
  await rerouteWaiting(database, writer, network)

  async function exchange(request: ExchangeRequest): Promise<ExchangeAnswer> {
    const entry = network.member(request.member)
    if (!entry) throw new Refusal('FORBIDDEN', 'The registry has no member of this name.')
    if (request.mailCursor.incarnation === incarnation) publication.confirmed(entry.name, request.mailCursor.n)
    if (request.log.length > 0) await applyLog(writer, entry, request.log, onFault)
    const { cursor, isAwaited } = await readBooks(database, entry)
    if (isAwaited) await grantWaiting(writer, entry)
    const mail = await readMail(database, entry.name, incarnation, request.mailCursor, MAIL_BATCH + 1)
    const drained = mail.length <= MAIL_BATCH
    await noteContact(database, network, request, now().getTime())
    return {
      session: request.session,
      sent: request.sent,
      hubIncarnation: incarnation,
      logCursor: cursor,
      mail: mail.slice(0, MAIL_BATCH),
      drained,
      // Only whoever has all its mail may go on acting: what is not read yet may take custody away.
      renew: drained ? ['NORMAL', 'URGENT'] : [],
    }
  }

  return {
    network,
    publication,
    exchange,
    onWake: (member, listener) => writer.mailWakes(member)?.onWake(listener) ?? (() => {}),
  }
}

/** Reads a batch of a member's log: effects and cursor in one transaction. Throws `BrokenLog` when nothing could be read. */
async function applyLog(
  writer: Writer,
  entry: MemberEntry,
  log: readonly LogRow[],
  onFault: HubOptions['onFault'],
): Promise<void> {
  const batch = await writer.commit(entry.name, async (tx, context) => {
    const { cursor } = await readBooks(tx, entry)
    const batch = await readBatch(tx, cursor, log, context)
    if (batch.decisions.length > 0) await saveCursor(tx, entry.name, batch.cursor)
    return batch
  })
  if (batch.fault === undefined) return
  onFault({ member: entry.name, rule: batch.fault })
  // Answering as if all were well would make the member send the same row again at once, for ever.
  if (batch.decisions.length === 0) throw new BrokenLog(batch.fault)
}

/** Contact counts from memory; the table keeps it roughly, for what is told of members after a restart of the hub. */
async function noteContact(sql: Sql, network: Network, request: ExchangeRequest, at: number): Promise<void> {
  const { member, log, contractVersion } = request
  const before = network.lastHeard(member) ?? Number.NEGATIVE_INFINITY
  network.heard(member, { at, hadNothingToTell: log.length === 0, ...(contractVersion && { contractVersion }) })
  const isNoted = Math.floor(at / CONTACT_NOTED_EVERY) === Math.floor(before / CONTACT_NOTED_EVERY)
  if (!isNoted) await saveContact(sql, member, at)
}

/** The hub's incarnation, and the number of the feed's last row. */
async function readCounter(sql: Sql): Promise<{ readonly incarnation: number; readonly feed: number }> {
  const [row] = await sql.query<{ incarnation: number; feed: number }>(
    'SELECT incarnation, feed::float8 AS feed FROM hub.counter',
  )
  if (!row) throw new Error('hub.counter has lost its row')
  return row
}
