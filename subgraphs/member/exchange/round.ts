import type { CopiesWanted } from '@lawang/schema/exchange/copies'
import { isAfter } from '@lawang/schema/exchange/cursor'
import type { ExchangeAnswer, ExchangeRequest, SilentGovernment } from '@lawang/schema/exchange/exchange-messages'
import { judgeAnswer, type Verdict } from '@lawang/schema/exchange/member-exchange'
import type { Cursor } from '@lawang/schema/exchange/messages'
import { type HubContact, writeContact } from '../store/exchange-state.ts'
import { carryOutWaitingNotes } from '../use-cases/carry-out-notes.ts'
import { inEveryCustody } from '../use-cases/in-custody.ts'
import { sendWishes } from '../use-cases/send-wishes.ts'
import { BrokenMail } from './broken-mail.ts'
import { type RequestData, readForRequest } from './compose-request.ts'
import type { HubPort } from './hub-port.ts'
import { bringsNotes, readMail } from './read-mail.ts'
import { beginAnewBehind, type RestoreContext } from './restore.ts'

/** A restart believes that the hub was heard this much earlier than it was. */
const WRITTEN_EVERY_MS = 30_000
/**
 * How far the hub has read this log is written with the mail that comes beside it. Without mail it costs a transaction of
 * its own, and only a receipt waits for it: that of a filing that the hub has now. For the rest the database may lag so long,
 * because whoever begins with an older cursor sends again what the hub then passes over.
 */
const CURSOR_LAGS_MS = 1_000

export interface RoundContext extends RestoreContext {
  readonly hub: HubPort
  /** Names this process: an answer to another one is not taken. */
  readonly session: string
  /** Names the contracts that this server serves; the hub's watch shows it. */
  readonly contractVersion?: string
}

/** What a round goes on from: the first from what the database says, the others from the round before. */
export type RoundBefore = Pick<RoundResult, 'contact' | 'copiesWanted'>

export interface RoundResult {
  readonly contact: HubContact
  /** Governments that the hub does not hear; undefined where it did not say. */
  readonly silent?: readonly SilentGovernment[]
  /** What the reconciliation asks for with the next request. */
  readonly copiesWanted?: CopiesWanted
  /** The hub has more mail, or this member more log: ask again at once. */
  readonly more: boolean
}

/**
 * One exchange: sends the log's next rows, reads the mail that comes back, and notes what the hub said. Nothing is lost
 * when it fails at any point: the next round begins from what was committed. Throws `BrokenMail`, and whatever the hub's
 * adapter throws while the hub is away.
 */
export async function exchangeRound(
  context: RoundContext,
  before: RoundBefore,
  signal: AbortSignal,
): Promise<RoundResult> {
  const { around, lease, highWater, hub, session } = context
  const { contact } = before
  const data = await readForRequest(around.database, around.name, contact.logCursor, before.copiesWanted)
  const { member, logHead } = data
  const { incarnation, mailCursor } = member
  const sent = lease.moment(around.now()).clock
  const wasInContact = lease.inContact()
  // Nothing leaves the house that the file does not show: a backup without it is known to be one.
  await highWater.raise({ incarnation, logHead, mailCursor, mark: lease.mark() })
  const request = requestOf(context, data, sent)
  const answer = await hub.exchange(request, signal)
  const verdict = judgeAnswer(member, session, logHead, answer)
  switch (verdict.kind) {
    case 'DISCARD':
      throw new BrokenMail(discarded(request, answer))
    case 'MEET':
      await inEveryCustody(around, { type: 'MeetHub', hubIncarnation: answer.hubIncarnation })
      return { contact: await noteContact(context, contact, answer), more: true }
    case 'RESTORED':
      await beginAnewBehind(context, answer.logCursor.incarnation)
      return { contact: await noteContact(context, contact, answer), more: true }
    case 'READ':
      return read(context, before.contact, { data, request, answer, verdict, wasInContact })
    default:
      return verdict satisfies never
  }
}

function requestOf(
  { around, session, contractVersion }: RoundContext,
  { member, log, copies }: RequestData,
  sent: number,
): ExchangeRequest {
  const { incarnation, hubIncarnation, mailCursor } = member
  return {
    ...{ member: around.name, session, incarnation, hubIncarnation, sent, mailCursor, log },
    ...(contractVersion !== undefined && { contractVersion }),
    ...(copies && { copies }),
  }
}

function discarded(request: ExchangeRequest, answer: ExchangeAnswer): string {
  return answer.session === request.session
    ? `The hub speaks as incarnation ${answer.hubIncarnation} after ${request.hubIncarnation}`
    : "The hub's answer is to another question"
}

interface Exchanged {
  readonly data: RequestData
  readonly request: ExchangeRequest
  readonly answer: ExchangeAnswer
  readonly verdict: Extract<Verdict, { kind: 'READ' }>
  /** Whether what was asked for since the round began went to the hub at once. */
  readonly wasInContact: boolean
}

/** Only when the last row of the mail is committed the lease is renewed; then what waited for contact is sent. */
async function read(context: RoundContext, before: HubContact, exchanged: Exchanged): Promise<RoundResult> {
  const { around, lease } = context
  const { data, request, answer } = exchanged
  const { rows, renews } = exchanged.verdict
  const isAwaited = rows.length > 0 || request.log.some(({ message }) => message.type === 'Filed')
  const { contact, isDue } = contactAfter(around.now(), before, answer, isAwaited)
  if (rows.length > 0) await readMail(around, rows, isDue ? contact : undefined)
  else if (isDue) await writeContact(around.database, contact)
  if (data.hasNotes || rows.some(bringsNotes)) await carryOutWaitingNotes(around)
  refuseGap(rows.at(-1) ?? request.mailCursor, answer)
  refuseStandstill(request, before.logCursor, answer.logCursor)
  if (renews) {
    lease.renew(answer.sent, answer.renew)
    if (data.hasWishes || !exchanged.wasInContact) await sendWishes(around)
  }
  const moreMail = !answer.drained && rows.length > 0
  const moreLog = isAfter(data.logHead, answer.logCursor)
  return {
    contact,
    ...(answer.silent && { silent: answer.silent }),
    ...(answer.copies && { copiesWanted: answer.copies }),
    more: moreMail || moreLog,
  }
}

/** What the hub has said, and whether the database is to know: where it is new, and now and then that it was heard. */
function contactAfter(heardAt: Date, before: HubContact, { logCursor, drained }: ExchangeAnswer, isAwaited = true) {
  const moved = isAfter(logCursor, before.logCursor) || isAfter(before.logCursor, logCursor)
  const isUnwritten = moved || before.isUnwritten === true
  const since = heardAt.getTime() - (before.writtenAt?.getTime() ?? 0)
  const isDue = since >= WRITTEN_EVERY_MS || (isUnwritten && (isAwaited || since >= CURSOR_LAGS_MS))
  const drainedAt = drained ? heardAt : before.drainedAt
  const contact: HubContact = {
    ...{ logCursor, heardAt, drainedAt, isUnwritten: isUnwritten && !isDue },
    writtenAt: isDue ? heardAt : before.writtenAt,
  }
  return { contact, isDue }
}

async function noteContact({ around }: RoundContext, before: HubContact, answer: ExchangeAnswer): Promise<HubContact> {
  const { contact, isDue } = contactAfter(around.now(), before, answer)
  if (isDue) await writeContact(around.database, contact)
  return contact
}

function refuseGap(read: Cursor, { mail }: ExchangeAnswer): void {
  const next = mail.find((row) => isAfter(row, read))
  if (!next) return
  throw new BrokenMail(
    `The hub's mail goes on with ${next.incarnation}/${next.n} after ${read.incarnation}/${read.n}: a row is missing`,
  )
}

/** The hub takes rows that are sent; one that does not move is a fault, not a reason to ask again at once. */
function refuseStandstill({ log }: ExchangeRequest, before: Cursor, after: Cursor): void {
  const stands = after.incarnation === before.incarnation && after.n === before.n
  if (log.length > 0 && stands) throw new BrokenMail('The hub does not read on in the log of this member')
}
