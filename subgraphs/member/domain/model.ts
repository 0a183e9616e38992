import type {
  AgencyName,
  CaseStatus,
  ChainEvent,
  Channel,
  ComplaintKind,
  ComplaintStatus,
  Detail,
  EventType,
} from '@lawang/schema/exchange/messages'
import type { GovernmentCode, RegionCode } from '@lawang/schema/region'
import type { Tier } from '@lawang/schema/tier'
import type { CivilDay } from './civil-day.ts'
import type { RuleSet } from './clock-rules.ts'
import type { WorkCalendar } from './work-calendar.ts'

/** The nouns of a member's server: reference data, complaints, cases, and who acts. Instants are Date, days are text. */

// --- reference data ---------------------------------------------------------------------------

export interface Region {
  readonly code: RegionCode
  readonly name: string
  readonly tier: Tier
}

export interface Category {
  readonly code: string
  /** The Indonesian name. */
  readonly name: string
  readonly nameEnglish: string
  readonly affair: string
  /** Whether people may come to harm while it waits: its complaints change hands by the short durations. */
  readonly urgent: boolean
  readonly parent?: string
  readonly details: readonly { readonly key: string; readonly values: readonly string[] }[]
}

/** A row of the competence table; `tier` is relative to the place of the complaint. */
export interface CompetenceRule {
  readonly id: string
  readonly category: string
  readonly detail?: Detail
  readonly tier: Tier
  readonly agencyKind: string
  readonly definite: boolean
  readonly citation: string
  readonly source: string
  readonly verified: boolean
  readonly note?: string
}

/** A version of the competence rules. What was once in force is never changed: a new version takes its place. */
export interface CompetenceTable {
  readonly version: string
  readonly validFrom: CivilDay
}

/** The rules of one version. */
export interface CompetenceRules {
  readonly table: CompetenceTable
  /** The rules of a category in file order; the last is its default. */
  of(category: string): readonly CompetenceRule[]
}

/** An agency of a government: `kind` is the slug of its kind, or of the national body. */
export interface Agency extends AgencyName {
  readonly government: GovernmentCode
  readonly kind: string
  readonly affairs: readonly string[]
  /** Its place: the government, or the district or ward of a kecamatan or kelurahan. */
  readonly region: RegionCode
  readonly coordinator: boolean
}

/** Reference data in memory: read once at the start, identical at every member of one version. */
export interface Reference {
  readonly version: string
  region(code: RegionCode): Region | undefined
  /** The regions directly under a code, in code order; under nothing, the provinces. */
  regionsUnder(parent?: RegionCode): readonly Region[]
  category(code: string): Category | undefined
  readonly categories: readonly Category[]
  /** The competence rules in force on a day: of the newest table that has begun then. Throws for a day before the first. */
  rulesOn(day: CivilDay): CompetenceRules
  /** Every agency of any government of the country, derived from kinds and national bodies; coordinator first. */
  agenciesOf(government: GovernmentCode): readonly Agency[]
  agency(id: string): Agency | undefined
  readonly calendar: WorkCalendar
  /** The rule sets of the clocks, in the order of the days from which they apply. */
  readonly clockRules: readonly RuleSet[]
}

// --- competence --------------------------------------------------------------------------------

/** Who is competent, by which rule. `definite` false: a person has to confirm. */
export interface CompetenceDecision {
  readonly government: GovernmentCode
  readonly agency: Agency
  readonly rule: CompetenceRule
  /** The version of the table that the rule is a row of. */
  readonly table: string
  readonly definite: boolean
}

// --- who acts ----------------------------------------------------------------------------------

export const ROLES = [
  'reporter',
  'operator',
  'coordinator',
  'supervisor',
  'national-admin',
  'overseer',
  'district-head',
  'village-head',
  'kiosk',
  'integrator',
] as const
export type Role = (typeof ROLES)[number]

/**
 * Who asks: nobody known, the bearer of a token, or (machines) a member and the hub at their exchange. A person's
 * `region` is a government's code, of a district's or village's head that of the district or village and `scopes` are
 * what a service account may do.
 */
export type Actor =
  | { readonly kind: 'public' }
  | {
      readonly kind: 'person'
      readonly subject: string
      /** Who has issued the token, where that names persons of some governments only: its subjects are its own. */
      readonly issuer?: string
      readonly role: Role
      readonly region?: RegionCode
      readonly agency?: string
      readonly scopes?: readonly string[]
      /** An officer of a government here whom no decree in force names: has no right beyond the public's. */
      readonly withoutMandate?: true
    }
  | { readonly kind: 'member'; readonly member: string }
  | { readonly kind: 'hub' }

// --- complaints --------------------------------------------------------------------------------

/** What the reporter sent, as the schema gives it: strings not yet checked against anything. */
export interface FileComplaint {
  readonly door: string
  readonly kind: ComplaintKind
  readonly title: string
  readonly body: string
  readonly category?: string
  readonly location?: string
  readonly channel: Channel
  readonly anonymous: boolean
  readonly confidential: boolean
  /** Blanks what tells who somebody is in title and body; unless it is said, an anonymous complaint's is blanked. */
  readonly redact?: boolean
  readonly reporter?: Reporter
  readonly onBehalf?: OnBehalf
  readonly details: readonly Detail[]
  readonly receivedAt?: string
  readonly idempotencyKey?: string
}

/** Personal data. It is stored at the door in a schema of its own and never leaves it. */
export interface Reporter {
  readonly name?: string
  readonly phone?: string
  readonly email?: string
  /** The number of the identity card: 16 digits. */
  readonly nationalId?: string
  readonly address?: string
}

/** The word of who files for somebody else that the reporter has agreed. Personal data, like the reporter's. */
export interface OnBehalf {
  /** The day on which the reporter agreed, `2026-03-17`. */
  readonly consentAt: string
  /** How it was given and who witnessed it, e.g. a signed form at a kiosk. */
  readonly consentBy: string
}

export interface JourneyStep {
  readonly sequence: number
  readonly epoch: number
  readonly type: EventType
  readonly at: Date
  readonly status: ComplaintStatus
  readonly reason?: string
  readonly from?: GovernmentCode
  readonly to?: GovernmentCode
  readonly agency?: AgencyName
}

export interface Answer {
  readonly at: Date
  readonly text: string
  readonly agency: AgencyName
}

/** Words of the reporter, with the step that they came with. */
export interface Reply {
  readonly at: Date
  readonly type: EventType
  readonly text: string
}

/** The reporter's words since filing, and the last rating, 1 to 5. */
export interface Replies {
  readonly replies: readonly Reply[]
  readonly satisfaction?: number
}

export interface Deadline {
  readonly at: Date
  readonly clock: string
}

/** The door's record of a complaint, as it answers for it. Title and body are whole: hiding them is access's work. */
export interface ComplaintRecord {
  readonly id: string
  readonly door: GovernmentCode
  readonly kind: ComplaintKind
  readonly title: string
  readonly body: string
  readonly category?: string
  readonly location?: RegionCode
  readonly details: readonly Detail[]
  readonly channel: Channel
  readonly anonymous: boolean
  readonly confidential: boolean
  readonly status: ComplaintStatus
  readonly filedAt: Date
  /** The day on which it was received before it was filed. */
  readonly receivedAt?: CivilDay
  readonly updatedAt: Date
  readonly holder: GovernmentCode
  readonly epoch: number
  readonly handledBy: AgencyName
  readonly case?: CaseSummary
  readonly contentHash: string
  /** SHA-256 (hex) of the receipt's secret. */
  readonly secretHash: string
  /** The hash of the chain's last event that this follows from. */
  readonly tip?: string
}

/** What the door knows of the case, wherever it is. */
export interface CaseSummary {
  readonly id: string
  readonly status: CaseStatus
  readonly openedAt: Date
  readonly deadline?: Deadline
  readonly agency: AgencyName
}

/** The holder's record of a case, with its copy of the dossier. */
export interface CaseRecord extends CaseSummary {
  readonly government: GovernmentCode
  readonly complaint: string
  readonly door: GovernmentCode
  readonly kind: ComplaintKind
  readonly title: string
  readonly body: string
  readonly category?: string
  readonly location?: RegionCode
  readonly details: readonly Detail[]
  readonly anonymous: boolean
  readonly confidential: boolean
}

/** A handover that a case waits for; without `since` it waits for contact with the hub, which has not been asked yet. */
export interface PendingHandover {
  readonly to: GovernmentCode
  readonly reason?: string
  readonly since?: Date
}

// --- cases -------------------------------------------------------------------------------------

export type CaseCommand =
  | {
      readonly type: 'verify'
      readonly case: string
      readonly category: string
      readonly title?: string
      readonly kind?: ComplaintKind
      /** About abuse of office: settled by a longer clock. */
      readonly supervision?: boolean
    }
  | { readonly type: 'assign'; readonly case: string; readonly agency: string; readonly note?: string }
  | { readonly type: 'start'; readonly case: string }
  | { readonly type: 'answer'; readonly case: string; readonly body: string }
  | { readonly type: 'handOver'; readonly case: string; readonly to?: string; readonly reason: string }
  | { readonly type: 'archive'; readonly case: string; readonly reason: string; readonly explanation: string }
  | { readonly type: 'close'; readonly case: string }
  | { readonly type: 'defer'; readonly case: string; readonly question: string }
  | { readonly type: 'draft'; readonly case: string; readonly body: string }
  | { readonly type: 'release'; readonly case: string }
  | { readonly type: 'extend'; readonly case: string; readonly until: CivilDay; readonly reason: string }
  | {
      readonly type: 'fieldWork'
      readonly case: string
      readonly phase: 'STARTED' | 'ENDED'
      readonly reason?: string
    }

/** An answer that waits for its release. `by` is the subject of the officer who wrote it. */
export interface AnswerDraft {
  readonly text: string
  readonly by: string
  readonly at: Date
}

/** An event that a decision asks to be written; the writer gives it id, seq, hash and time. */
export type EventDraft = Pick<ChainEvent, 'type' | 'data'>
