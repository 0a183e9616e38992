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
  Grant,
  LeaseClass,
  Listing,
  Routing,
} from './messages.ts'
import { EVENT_TYPES, INTERNAL_EVENT_TYPES } from './messages.ts'
import { bool, byKind, listOf, literal, oneOf, oneOfList, optional, record } from './parse.ts'
import type { ReporterAct } from './reporter-act.ts'
import {
  agency,
  complaint,
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

/** An event of a chain, and what goes with it: the content, and the classes and reasons of custody. */

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
const routing = record<Routing>({
  rule: name,
  table: name,
  category: name,
  citation: text,
  definite: bool,
  to: government,
  agency: agencyName,
})
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
  parent: optional(complaint),
}
const listing = record<Listing>({ ...listingFields, title: optional(text) })
export const dossier = record<Dossier>({
  ...listingFields,
  title: text,
  body: text,
  channel,
  details: listOf(detail),
  contentHash: hash,
})

export const leaseClass = oneOf<LeaseClass>({ NORMAL: true, URGENT: true })
export const why = oneOf<Grant['why']>({ REQUEST: true, SEIZURE: true, RESTORE: true, DECISION: true })

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
  mergedInto: optional(complaint),
  follows: optional(name),
  parts: optional(listOf(complaint)),
  cluster: optional(complaint),
  routing: optional(routing),
  grant: optional(signature),
})

export const event = record<ChainEvent>({
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
