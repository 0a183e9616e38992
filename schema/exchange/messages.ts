import type { GovernmentCode, RegionCode } from '../region.ts'
import type { CustodyState } from './copies.ts'
import type { ReporterAct } from './reporter-act.ts'

/**
 * What members and the hub say to each other: the chain's events, the messages of a member's log and of the hub's
 * mail; the exchange that carries both is in exchange-messages.ts. Members are governments here; one server may host
 * several of them, and its log and mail carry all of theirs. Nothing here ever holds a reporter's identity.
 */

/** A position in a log: rows of one incarnation are gapless from 1; a higher incarnation starts again at 1. */
export interface Cursor {
  readonly incarnation: number
  readonly n: number
}

export const EVENT_TYPES = [
  'FILED',
  'VERIFIED',
  'HANDED_OVER',
  'ASSIGNED',
  'STARTED',
  'ANSWERED',
  'REPLIED',
  'EXTENDED',
  'ESCALATED',
  'CLOSED',
  'REOPENED',
  'ARCHIVED',
  'DEFERRED',
  'FIELD_WORK_STARTED',
  'FIELD_WORK_ENDED',
  'EXTENSION_PROPOSED',
  'RATED',
  'SPLIT',
  'CLUSTERED',
  'REMINDED',
  'CONTINUED',
] as const
/** The steps of the public journey. HANDED_OVER is written by the receiver's software when it takes custody. */
export type EventType = (typeof EVENT_TYPES)[number]

/**
 * What the public journey does not show. In the chain: a wish to hand over, its end without a change, and NOTED, which
 * lays aside a reporter's act that has come too late. In the annex: REPORTER_ACT, the act as the door took it in.
 */
export const INTERNAL_EVENT_TYPES = ['HANDOVER_REQUESTED', 'RESUMED', 'REPORTER_ACT', 'NOTED'] as const
export type ChainEventType = EventType | (typeof INTERNAL_EVENT_TYPES)[number]

export type ComplaintKind = 'COMPLAINT' | 'ASPIRATION' | 'INFORMATION_REQUEST'
export type ComplaintStatus = 'FILED' | 'VERIFIED' | 'IN_PROGRESS' | 'ANSWERED' | 'CLOSED' | 'ARCHIVED'
export type CaseStatus =
  | 'OPEN'
  | 'VERIFIED'
  | 'ASSIGNED'
  | 'IN_PROGRESS'
  | 'ANSWERED'
  | 'HANDED_OVER'
  | 'ARCHIVED'
  | 'CLOSED'
export type Channel =
  | 'WEB'
  | 'MOBILE'
  | 'SMS'
  | 'WHATSAPP'
  | 'SOCIAL_MEDIA'
  | 'WALK_IN'
  | 'LETTER'
  | 'KIOSK'
  | 'PARTNER'

export interface Detail {
  readonly key: string
  readonly value: string
}

/** The copy of an agency's name that travels with events: enough to show it without asking its government. */
export interface AgencyName {
  readonly id: string
  readonly name: string
  readonly shortName: string
}

/**
 * A decision of the competence rules, copied whole: it explains itself to a server whose tables are of another version.
 * `definite` false: a person has to confirm.
 */
export interface Routing {
  /** The rule's id, and the version of the table that it is a row of. */
  readonly rule: string
  readonly table: string
  readonly category: string
  readonly citation: string
  readonly definite: boolean
  readonly to: GovernmentCode
  readonly agency: AgencyName
}

/** The copy of a case that travels with events. Instants are ISO 8601 in UTC. */
export interface CaseCopy {
  readonly id: string
  readonly status: CaseStatus
  readonly openedAt: string
  readonly deadline?: { readonly at: string; readonly clock: string }
  readonly agency: AgencyName
}

/** What everybody may know of a complaint from its filing on; title is absent when it is confidential. */
export interface Listing {
  readonly kind: ComplaintKind
  readonly title?: string
  readonly category?: string
  readonly location?: RegionCode
  readonly anonymous: boolean
  readonly confidential: boolean
  readonly filedAt: string
  /** The day on a letter or another system's report keyed in later. */
  readonly receivedAt?: string
  /** The complaint that this one was split off. */
  readonly parent?: string
}

/** The content that goes along when custody moves. It carries no identity. */
export interface Dossier extends Listing {
  readonly title: string
  readonly body: string
  readonly channel: Channel
  readonly details: readonly Detail[]
  readonly contentHash: string
}

export interface EventData {
  /** The complaint's status after this event. */
  readonly status: ComplaintStatus
  /** The handling agency after this event. */
  readonly handledBy: AgencyName
  /** The case after this event, as the holder has it. */
  readonly case?: CaseCopy
  readonly reason?: string
  readonly from?: GovernmentCode
  readonly to?: GovernmentCode
  readonly agency?: AgencyName
  /** A note between officers (ASSIGNED). It is no part of the public journey. */
  readonly note?: string
  /** Text of an answer (ANSWERED) or a reply (REPLIED). */
  readonly text?: string
  /** Set where the event changes them (VERIFIED). */
  readonly category?: string
  readonly title?: string
  readonly kind?: ComplaintKind
  readonly listing?: Listing
  /** What the reporter wants (REPORTER_ACT). */
  readonly act?: ReporterAct
  /** The id of the REPORTER_ACT that this event carries out, or lays aside. */
  readonly carriesOut?: string
  /** The day, YYYY-MM-DD, to which a deadline moves (EXTENDED, EXTENSION_PROPOSED). */
  readonly until?: string
  /** 1 to 5 (RATED). */
  readonly satisfaction?: number
  /** Whether the complaint is about abuse of office (VERIFIED). */
  readonly supervision?: boolean
  /** Why custody came here: on HANDED_OVER, and on RESUMED when it came anew to the one who had it. */
  readonly why?: Grant['why']
  /** The complaint in which this one goes on (ARCHIVED). */
  readonly mergedInto?: string
  /** The event of that other complaint of which the reporter is told (CONTINUED). */
  readonly follows?: string
  /** The complaints that it was split into (SPLIT). */
  readonly parts?: readonly string[]
  /** The complaint that names the cluster (CLUSTERED); left out when it has left. */
  readonly cluster?: string
  /** Whom the competence rules name, wherever they were asked: FILED, VERIFIED, HANDOVER_REQUESTED, HANDED_OVER. */
  readonly routing?: Routing
  /** The hub's signature of the grant by which it came: with it the chain proves its changes of hands by itself. */
  readonly grant?: ObjectSignature
}

/** An Ed25519 signature: the key's RFC 7638 thumbprint, and 64 bytes in base64url. */
export interface ObjectSignature {
  readonly keyid: string
  readonly value: string
}

/**
 * One event of a complaint's chain. `seq` is gapless from 0; `hash` is SHA-256 (hex) of the canonical JSON of all
 * other fields but `signature`, `prevHash` included ('' for the first). `signature` is that of the government `by`, over
 * the hash; events of before the network was signed have none. Events outside the chain (the annex) have the same form.
 */
export interface ChainEvent {
  readonly id: string
  readonly complaint: string
  readonly epoch: number
  readonly seq: number
  readonly type: ChainEventType
  readonly at: string
  readonly by: GovernmentCode
  readonly data: EventData
  readonly prevHash: string
  readonly hash: string
  readonly signature?: ObjectSignature
}

// --- a member's log: what it tells the hub ---------------------------------------------------

export interface Filed {
  readonly type: 'Filed'
  readonly complaint: string
  readonly epoch: 1
  readonly door: GovernmentCode
  readonly event: ChainEvent
  /** SHA-256 (hex) of the receipt's secret, so that the reporter can follow a confidential complaint at the hub. */
  readonly secretHash: string
  /** The content: once the hub has committed it, it survives the loss of the door's disk (SECURED). */
  readonly dossier?: Dossier
  /** NORMAL when left out. */
  readonly leaseClass?: LeaseClass
}

export interface EventWritten {
  readonly type: 'Event'
  readonly complaint: string
  readonly event: ChainEvent
}

/** `event.id` is the request's id; `to` the government asked for, `agency` the agency there, where one was named. */
export interface HandoverRequested {
  readonly type: 'HandoverRequested'
  readonly complaint: string
  readonly epoch: number
  readonly request: string
  readonly to: GovernmentCode
  readonly agency?: string
  readonly reason: string
  readonly dossier: Dossier
  readonly event: ChainEvent
}

export interface HandoverWithdrawn {
  readonly type: 'HandoverWithdrawn'
  readonly complaint: string
  readonly epoch: number
  readonly request: string
}

export interface Taken {
  readonly type: 'Taken'
  readonly complaint: string
  readonly epoch: number
  readonly by: GovernmentCode
  readonly event: ChainEvent
}

export interface Resumed {
  readonly type: 'Resumed'
  readonly complaint: string
  readonly epoch: number
  readonly event: ChainEvent
}

/** Everything a member has, page by page; `restored` after a restored backup. */
export interface Report {
  readonly type: 'Report'
  readonly restored: boolean
  /** The hub's incarnation that it answers. Another incarnation of the hub learns nothing from it. */
  readonly hub?: number
  readonly page: number
  readonly last: boolean
  readonly rows: readonly ReportRow[]
}

export interface ReportRow {
  readonly complaint: string
  readonly government: GovernmentCode
  readonly state: CustodyState
  readonly epoch: number
  readonly door: GovernmentCode
  readonly to?: GovernmentCode
  readonly newEpoch?: number
  readonly leaseClass?: LeaseClass
  readonly dossier?: Dossier
  readonly secretHash?: string
  readonly chain: readonly ChainEvent[]
  readonly annex: readonly ChainEvent[]
}

export type LogMessage = Filed | EventWritten | HandoverRequested | HandoverWithdrawn | Taken | Resumed | Report

// --- the hub's mail: what it tells a member --------------------------------------------------

/** The commit of this row moves custody to `to`. `from` is the giver. `signature` is the hub's (`statements.ts`). */
export interface Grant {
  readonly type: 'Grant'
  readonly complaint: string
  readonly epoch: number
  readonly door: GovernmentCode
  readonly from: GovernmentCode
  readonly to: GovernmentCode
  readonly agency?: string
  readonly why: 'REQUEST' | 'SEIZURE' | 'RESTORE' | 'DECISION'
  readonly reason: string
  readonly dossier: Dossier
  readonly leaseClass?: LeaseClass
  readonly secretHash?: string
  readonly chain: readonly ChainEvent[]
  readonly annex: readonly ChainEvent[]
  readonly signature?: ObjectSignature
}

export interface Released {
  readonly type: 'Released'
  readonly complaint: string
  readonly government: GovernmentCode
  readonly epoch: number
  readonly newEpoch: number
  readonly to: GovernmentCode
  readonly length: number
}

export interface Withdrawn {
  readonly type: 'Withdrawn'
  readonly complaint: string
  readonly government: GovernmentCode
  readonly epoch: number
  readonly request: string
  readonly reason: 'WITHDRAWN' | 'NOBODY_REACHABLE' | 'BOUND_BY_DECISION'
}

/** The replication of the holder's events to the door. */
export interface EventCopied {
  readonly type: 'Event'
  readonly complaint: string
  readonly government: GovernmentCode
  readonly canonical: boolean
  readonly event: ChainEvent
}

/** Tells the door who holds now; content only when it is sent again after a restore. */
export interface View {
  readonly type: 'View'
  readonly complaint: string
  readonly government: GovernmentCode
  readonly epoch: number
  readonly holder: GovernmentCode
  readonly leaseClass?: LeaseClass
  readonly dossier?: Dossier
  readonly secretHash?: string
  readonly chain?: readonly ChainEvent[]
  readonly annex?: readonly ChainEvent[]
}

export interface Confirmed {
  readonly type: 'Confirmed'
  readonly incarnation: number
}

export type MailMessage = Grant | Released | Withdrawn | EventCopied | View | Confirmed

// --- the rows of logs and mail ---------------------------------------------------------------

export interface LogRow extends Cursor {
  readonly message: LogMessage
}

/** `to` is the incarnation of the member that the row was written for. */
export interface MailRow extends Cursor {
  readonly to: number
  readonly message: MailMessage
}

export type LeaseClass = 'NORMAL' | 'URGENT'
