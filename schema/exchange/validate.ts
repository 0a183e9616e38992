import type {
  AgencyName,
  CaseCopy,
  CaseStatus,
  ChainEvent,
  ChainEventType,
  Channel,
  ComplaintKind,
  ComplaintStatus,
  Detail,
  Dossier,
  EventData,
  ExchangeAnswer,
  ExchangeRequest,
  Grant,
  LeaseClass,
  Listing,
  LogMessage,
  LogRow,
  MailMessage,
  MailRow,
  ReportRow,
} from './messages.ts'
import { EVENT_TYPES, INTERNAL_EVENT_TYPES } from './messages.ts'
import { bool, byKind, byType, listOf, literal, oneOf, oneOfList, optional, record } from './parse.ts'
import type { ReporterAct } from './reporter-act.ts'
import { copiesPage, copiesWanted, silentGovernment } from './validate-copies.ts'
import {
  agency,
  complaint,
  cursor,
  custodyState,
  day,
  government,
  hash,
  hashOrNone,
  idOf,
  instant,
  name,
  natural,
  positive,
  region,
  satisfaction,
  signature,
  text,
} from './validate-leaves.ts'

/**
 * Reads what came over the wire or out of a log: unknown → message, or `MalformedMessage` with the exact place.
 * What passes here has the form that `messages.ts` says; whether it is true (hashes, epochs, custody) is decided later.
 */

const status = oneOf<ComplaintStatus>({
  FILED: true,
  VERIFIED: true,
  IN_PROGRESS: true,
  ANSWERED: true,
  CLOSED: true,
  ARCHIVED: true,
})
const caseStatus = oneOf<CaseStatus>({
  OPEN: true,
  VERIFIED: true,
  ASSIGNED: true,
  IN_PROGRESS: true,
  ANSWERED: true,
  HANDED_OVER: true,
  ARCHIVED: true,
  CLOSED: true,
})
const kind = oneOf<ComplaintKind>({ COMPLAINT: true, ASPIRATION: true, INFORMATION_REQUEST: true })
const channel = oneOf<Channel>({
  WEB: true,
  MOBILE: true,
  SMS: true,
  WHATSAPP: true,
  SOCIAL_MEDIA: true,
  WALK_IN: true,
  LETTER: true,
  KIOSK: true,
  PARTNER: true,
})
const eventType = oneOfList<ChainEventType>([...EVENT_TYPES, ...INTERNAL_EVENT_TYPES])

const agencyName = record<AgencyName>({ id: agency, name, shortName: name })
const detail = record<Detail>({ key: name, value: name })

const caseCopy = record<CaseCopy>({
  id: idOf('case'),
  status: caseStatus,
  openedAt: instant,
  deadline: optional(record({ at: instant, clock: name })),
  agency: agencyName,
})

const listingFields = {
  kind,
  category: optional(name),
  location: optional(region),
  anonymous: bool,
  confidential: bool,
  filedAt: instant,
  receivedAt: optional(day),
}
const listing = record<Listing>({ ...listingFields, title: optional(text) })
const dossier = record<Dossier>({
  ...listingFields,
  title: text,
  body: text,
  channel,
  details: listOf(detail),
  contentHash: hash,
})

const leaseClass = oneOf<LeaseClass>({ NORMAL: true, URGENT: true })
const why = oneOf<Grant['why']>({ REQUEST: true, SEIZURE: true, RESTORE: true, DECISION: true })

const granted = { granted: bool }
const reporterAct = byKind<ReporterAct>({
  REPLY: record({ kind: literal('REPLY'), satisfied: optional(bool) }),
  WITHDRAW: record({ kind: literal('WITHDRAW') }),
  REOPEN: record({ kind: literal('REOPEN') }),
  RATE: record({ kind: literal('RATE'), satisfaction }),
  CONSENT_EXTENSION: record({ kind: literal('CONSENT_EXTENSION'), ...granted }),
  CONSENT_OMBUDSMAN: record({ kind: literal('CONSENT_OMBUDSMAN'), ...granted }),
})

const eventData = record<EventData>({
  status,
  handledBy: agencyName,
  case: optional(caseCopy),
  reason: optional(text),
  from: optional(government),
  to: optional(government),
  agency: optional(agencyName),
  note: optional(text),
  text: optional(text),
  category: optional(name),
  title: optional(text),
  kind: optional(kind),
  listing: optional(listing),
  act: optional(reporterAct),
  carriesOut: optional(name),
  until: optional(day),
  satisfaction: optional(satisfaction),
  supervision: optional(bool),
  why: optional(why),
  grant: optional(signature),
})

const event = record<ChainEvent>({
  id: name,
  complaint,
  epoch: positive,
  seq: natural,
  type: eventType,
  at: instant,
  by: government,
  data: eventData,
  prevHash: hashOrNone,
  hash,
  signature: optional(signature),
})

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
