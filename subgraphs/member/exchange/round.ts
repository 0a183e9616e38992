import { isDeepStrictEqual } from 'node:util'
import type { Cursor, ExchangeAnswer, ExchangeRequest } from '@lawang/schema/exchange/messages'
import { type HubContact, readContact, readMailCursor, writeContact, writeMailCursor } from '../store/exchange-state.ts'
import { readIncarnation, readLog } from '../store/log.ts'
import type { Surroundings } from '../use-cases/surroundings.ts'
import { applyMailRow } from './apply-mail.ts'
import type { HubPort } from './hub-port.ts'
import { BrokenMail } from './mail-place.ts'

const LOG_BATCH = 100

export interface RoundOptions {
  /** This member's name in the registry. */
  readonly member: string
  /** Names this process: an answer to another one is not taken. */
  readonly session: string
  /** This member's own clock in whole milliseconds; only differences mean anything. */
  readonly clock: () => number
  /** Names the contracts that this server serves; the hub's watch shows it. */
  readonly contractVersion?: string
}

export interface RoundResult {
  readonly contact: HubContact
  /** The hub has more mail, or this member more log: ask again at once. */
  readonly more: boolean
}

/**
 * One exchange: sends the log's next rows, applies the mail that comes back row by row, and notes what the hub said.
 * Nothing is lost when it fails at any point: the next round begins from what was committed. Throws `BrokenMail`, and
 * whatever the hub's adapter throws while the hub is away.
 */
export async function exchangeRound(
  around: Surroundings,
  hub: HubPort,
  options: RoundOptions,
  signal: AbortSignal,
): Promise<RoundResult> {
  const { database } = around
  const contact = await readContact(database)
  const request = await composeRequest(around, contact, options)
  const answer = await hub.exchange(request, signal)
  refuseStale(request, answer)
  await meetIncarnation(around, request, answer)
  for (const row of answer.mail) await applyMailRow(around, row)

  const now = around.now()
  const drainedAt = answer.drained ? now : contact.drainedAt
  const { hubIncarnation, logCursor } = answer
  const heard: HubContact = { hubIncarnation, logCursor, heardAt: now, drainedAt }
  await writeContact(database, heard)
  return { contact: heard, more: !answer.drained || hasMoreLog(request, contact.logCursor, logCursor) }
}

async function composeRequest(
  { database }: Surroundings,
  contact: HubContact,
  { member, session, clock, contractVersion }: RoundOptions,
): Promise<ExchangeRequest> {
  const incarnation = await readIncarnation(database)
  return {
    member,
    session,
    incarnation,
    hubIncarnation: contact.hubIncarnation,
    sent: clock(),
    mailCursor: await readMailCursor(database),
    ...(contractVersion === undefined ? {} : { contractVersion }),
    log: await readLog(database, contact.logCursor, incarnation, LOG_BATCH),
  }
}

function refuseStale(request: ExchangeRequest, answer: ExchangeAnswer): void {
  if (answer.session !== request.session || answer.sent !== request.sent) {
    throw new BrokenMail("The hub's answer is to another question")
  }
  if (answer.hubIncarnation < request.hubIncarnation) {
    throw new BrokenMail(`The hub speaks as incarnation ${answer.hubIncarnation} after ${request.hubIncarnation}`)
  }
}

/** A hub that was restored starts its mail anew: what was read of the older mail does not count for it. */
async function meetIncarnation(
  { database }: Surroundings,
  request: ExchangeRequest,
  { hubIncarnation }: ExchangeAnswer,
): Promise<void> {
  if (hubIncarnation === request.hubIncarnation) return
  await database.transaction(async (tx) => {
    await tx.query('UPDATE hub_contact SET hub_incarnation = $1', [hubIncarnation])
    await writeMailCursor(tx, { incarnation: hubIncarnation, n: 0 })
  })
}

/** Whether the hub has not read everything yet. Throws when it does not move although rows were sent. */
function hasMoreLog({ log }: ExchangeRequest, before: Cursor, after: Cursor): boolean {
  const last = log.at(-1)
  if (!last) return !isDeepStrictEqual(before, after)
  if (after.incarnation === last.incarnation && after.n >= last.n) return log.length === LOG_BATCH
  if (isDeepStrictEqual(before, after)) throw new BrokenMail('The hub does not read on in the log of this member')
  return true
}
