import type { ExchangeAnswer, ExchangeRequest } from './exchange-messages.ts'
import type { MailPush } from './mail-push.ts'
import type { ChainEvent, Dossier, LogMessage, LogRow, MailMessage, MailRow, ReportRow } from './messages.ts'
import { bool, byType, listOf, literal, oneOf, optional, record } from './parse.ts'
import { copiesPage, copiesWanted, silentGovernment } from './validate-copies.ts'
import { dossier, event, leaseClass, why } from './validate-event.ts'
import {
  agency,
  complaint,
  cursor,
  custodyState,
  government,
  hash,
  name,
  natural,
  positive,
  signature,
  text,
} from './validate-leaves.ts'

/**
 * Reads what came over the wire or out of a log: unknown → message, or `MalformedMessage` with the exact place.
 * What passes here has the form that `messages.ts` says; whether it is true (hashes, epochs, custody) is decided later.
 */

const reportRow = record<ReportRow>({
  complaint,
  government,
  state: custodyState,
  epoch: positive,
  door: government,
  to: optional(government),
  newEpoch: optional(positive),
  leaseClass: optional(leaseClass),
  dossier: optional(dossier),
  secretHash: optional(hash),
  chain: listOf(event),
  annex: listOf(event),
})

const logMessage = byType<LogMessage>({
  Filed: record({
    type: literal('Filed'),
    complaint,
    epoch: literal(1),
    door: government,
    event,
    secretHash: hash,
    dossier: optional(dossier),
    leaseClass: optional(leaseClass),
  }),
  Event: record({ type: literal('Event'), complaint, event }),
  HandoverRequested: record({
    type: literal('HandoverRequested'),
    complaint,
    epoch: positive,
    request: name,
    to: government,
    agency: optional(agency),
    reason: text,
    dossier,
    event,
  }),
  HandoverWithdrawn: record({ type: literal('HandoverWithdrawn'), complaint, epoch: positive, request: name }),
  Taken: record({ type: literal('Taken'), complaint, epoch: positive, by: government, event }),
  Resumed: record({ type: literal('Resumed'), complaint, epoch: positive, event }),
  Report: record({
    type: literal('Report'),
    restored: bool,
    hub: optional(natural),
    page: natural,
    last: bool,
    rows: listOf(reportRow),
  }),
})

const mailMessage = byType<MailMessage>({
  Grant: record({
    type: literal('Grant'),
    complaint,
    epoch: positive,
    door: government,
    from: government,
    to: government,
    agency: optional(agency),
    why,
    reason: text,
    dossier,
    leaseClass: optional(leaseClass),
    secretHash: optional(hash),
    chain: listOf(event),
    annex: listOf(event),
    signature: optional(signature),
  }),
  Released: record({
    type: literal('Released'),
    complaint,
    government,
    epoch: positive,
    newEpoch: positive,
    to: government,
    length: natural,
  }),
  Withdrawn: record({
    type: literal('Withdrawn'),
    complaint,
    government,
    epoch: positive,
    request: name,
    reason: oneOf({ WITHDRAWN: true, NOBODY_REACHABLE: true, BOUND_BY_DECISION: true }),
  }),
  Event: record({ type: literal('Event'), complaint, government, canonical: bool, event }),
  View: record({
    type: literal('View'),
    complaint,
    government,
    epoch: positive,
    holder: government,
    leaseClass: optional(leaseClass),
    dossier: optional(dossier),
    secretHash: optional(hash),
    chain: optional(listOf(event)),
    annex: optional(listOf(event)),
  }),
  Confirmed: record({ type: literal('Confirmed'), incarnation: positive }),
})

const logRow = record<LogRow>({ incarnation: positive, n: positive, message: logMessage })
const mailRow = record<MailRow>({ incarnation: positive, n: positive, to: natural, message: mailMessage })

const exchangeRequest = record<ExchangeRequest>({
  member: name,
  session: name,
  incarnation: positive,
  hubIncarnation: natural,
  sent: natural,
  mailCursor: cursor,
  contractVersion: optional(name),
  log: listOf(logRow),
  copies: optional(copiesPage),
})

const exchangeAnswer = record<ExchangeAnswer>({
  session: name,
  sent: natural,
  hubIncarnation: positive,
  logCursor: cursor,
  mail: listOf(mailRow),
  drained: bool,
  renew: listOf(leaseClass),
  silent: optional(listOf(silentGovernment)),
  copies: optional(copiesWanted),
})

const mailPush = record<MailPush>({ mail: listOf(mailRow) })

/** One message of a member's log. Throws `MalformedMessage`. */
export function parseLogMessage(value: unknown): LogMessage {
  return logMessage(value, 'message')
}

/** One message of the hub's mail. Throws `MalformedMessage`. */
export function parseMailMessage(value: unknown): MailMessage {
  return mailMessage(value, 'message')
}

/** One event of a chain or an annex. Throws `MalformedMessage`. */
export function parseChainEvent(value: unknown): ChainEvent {
  return event(value, 'event')
}

/** The content that moves with custody. Throws `MalformedMessage`. */
export function parseDossier(value: unknown): Dossier {
  return dossier(value, 'dossier')
}

/** What a member asks of the hub; a cursor of incarnation 0 stands before everything. Throws `MalformedMessage`. */
export function parseExchangeRequest(value: unknown): ExchangeRequest {
  return exchangeRequest(value, 'request')
}

/** What the hub answers a member. Throws `MalformedMessage`. */
export function parseExchangeAnswer(value: unknown): ExchangeAnswer {
  return exchangeAnswer(value, 'answer')
}

/** Mail that comes to a member without having been asked for. Throws `MalformedMessage`. */
export function parseMailPush(value: unknown): MailPush {
  return mailPush(value, 'push')
}
