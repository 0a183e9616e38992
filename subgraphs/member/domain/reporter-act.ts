import { Refusal } from '@lawang/schema/errors'
import type { ComplaintStatus } from '@lawang/schema/exchange/messages'
import type { ReporterAct } from '@lawang/schema/exchange/reporter-act'
import { readText, requireText } from './text.ts'
import type { Timeline } from './timeline.ts'

/** What a reporter sends about a complaint; whoever shows the receipt's secret is the reporter. */
export type ReporterCommand = { readonly complaint: string; readonly secret?: string } & (
  | { readonly type: 'reply'; readonly satisfied?: boolean; readonly body?: string }
  | { readonly type: 'withdraw'; readonly reason?: string }
  | { readonly type: 'reopen'; readonly reason: string }
  | { readonly type: 'rate'; readonly satisfaction: number; readonly comment?: string }
  | { readonly type: 'consentToExtension'; readonly granted: boolean }
  | { readonly type: 'consentToOmbudsman'; readonly granted: boolean }
)

/** The act as the door takes it in, with the words that came along. */
export interface TakenAct {
  readonly act: ReporterAct
  readonly text?: string
}

/** What the door knows of the complaint when the reporter acts. The holder may know more: it decides. */
export interface KnownAtDoor {
  readonly status: ComplaintStatus
  readonly timeline?: Timeline | undefined
}

const BODY = { name: 'body', longest: 20_000 }
const REASON_TEXT = { name: 'reason', longest: 2_000 }
const COMMENT = { name: 'comment', longest: 2_000 }

const ENDED: ReadonlySet<ComplaintStatus> = new Set(['CLOSED', 'ARCHIVED'])

/**
 * Reads what a reporter sent. Refuses what can be seen at the door to be in vain: WRONG_COMPLAINT_STATUS,
 * NO_CONSENT_ASKED, EMPTY_BODY, EMPTY_REASON, TEXT_TOO_LONG, BAD_USER_INPUT.
 */
export function readReporterAct(command: ReporterCommand, known: KnownAtDoor): TakenAct {
  switch (command.type) {
    case 'reply':
      return readReply(command, known)
    case 'withdraw':
      refuseEnded(known, 'It has ended: there is nothing to withdraw.')
      return withText({ kind: 'WITHDRAW' }, command.reason && readText(command.reason, REASON_TEXT))
    case 'reopen':
      if (!ENDED.has(known.status)) {
        throw new Refusal('WRONG_COMPLAINT_STATUS', 'It has not ended: send replyToAnswer.', { status: known.status })
      }
      return { act: { kind: 'REOPEN' }, text: requireText(command.reason, REASON_TEXT, 'EMPTY_REASON') }
    case 'rate':
      return readRating(command, known)
    case 'consentToExtension':
      if (!known.timeline?.proposal) throw new Refusal('NO_CONSENT_ASKED')
      return { act: { kind: 'CONSENT_EXTENSION', granted: command.granted } }
    case 'consentToOmbudsman':
      if (known.timeline?.ombudsman !== 'ASKED') throw new Refusal('NO_CONSENT_ASKED')
      return { act: { kind: 'CONSENT_OMBUDSMAN', granted: command.granted } }
    default:
      return command satisfies never
  }
}

type Reply = Extract<ReporterCommand, { type: 'reply' }>

/** A reporter who is not satisfied and says why takes up again what has been closed meanwhile, by silence above all. */
function readReply({ satisfied, body }: Reply, known: KnownAtDoor): TakenAct {
  const text = body === undefined ? undefined : readText(body, BODY)
  if (known.status === 'CLOSED' && satisfied === false && text !== undefined) return { act: { kind: 'REOPEN' }, text }
  refuseEnded(known, 'It has ended: send reopenComplaint.')
  if (satisfied && known.status !== 'ANSWERED') {
    throw new Refusal('WRONG_COMPLAINT_STATUS', 'It has not been answered yet: reply without "satisfied".', {
      status: known.status,
    })
  }
  if (text === undefined && satisfied === undefined) throw new Refusal('EMPTY_BODY', undefined, { field: BODY.name })
  return withText({ kind: 'REPLY', ...(satisfied !== undefined && { satisfied }) }, text)
}

type Rate = Extract<ReporterCommand, { type: 'rate' }>

function readRating({ satisfaction, comment }: Rate, { status }: KnownAtDoor): TakenAct {
  if (status !== 'ANSWERED' && status !== 'CLOSED') {
    throw new Refusal('WRONG_COMPLAINT_STATUS', 'It has not been answered yet: rate the answer.', { status })
  }
  if (!Number.isInteger(satisfaction) || satisfaction < 1 || satisfaction > 5) {
    throw new Refusal('BAD_USER_INPUT', 'satisfaction is a whole number from 1 to 5.', { field: 'satisfaction' })
  }
  return withText({ kind: 'RATE', satisfaction }, comment && readText(comment, COMMENT))
}

function refuseEnded({ status }: KnownAtDoor, what: string): void {
  if (ENDED.has(status)) throw new Refusal('WRONG_COMPLAINT_STATUS', what, { status })
}

function withText(act: ReporterAct, text: string | undefined): TakenAct {
  return text ? { act, text } : { act }
}
