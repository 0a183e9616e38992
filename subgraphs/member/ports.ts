import type { AgencyName, CaseStatus, ComplaintStatus, EventType } from '@lawang/schema/exchange/messages'
import type { GovernmentCode, RegionCode } from '@lawang/schema/region'
import type { Attachments } from './attachments/attachments.ts'
import type { Channels } from './channels/open-channels.ts'
import type { CategorySuggestion } from './domain/category-suggestions.ts'
import type {
  Actor,
  Agency,
  Answer,
  AnswerDraft,
  CaseCommand,
  CaseRecord,
  ComplaintRecord,
  FileComplaint,
  JourneyStep,
  PendingHandover,
  Reference,
  Replies,
  Reporter,
} from './domain/model.ts'
import type { Relations } from './domain/relations.ts'
import type { ReporterCommand } from './domain/reporter-act.ts'
import type { Timeline } from './domain/timeline.ts'
import type { WhyHere } from './domain/why-here.ts'
import type { Flags } from './flags/open-flags.ts'
import type { Disclosure } from './identity/identities.ts'
import type { CaseAct } from './mandates/case-act-log.ts'
import type { NewMandate } from './mandates/decide.ts'
import type { MandateEnd } from './mandates/manage.ts'
import type { Mandate, Secretariat } from './mandates/model.ts'
import type { StatusTexts } from './status-texts/open-status-texts.ts'
import type { ClusterCase } from './use-cases/cluster-case.ts'
import type { Follow, Following } from './use-cases/followers.ts'
import type { MergeCase } from './use-cases/merge-case.ts'
import type { PersonalData, ShownReceipt } from './use-cases/personal-data.ts'
import type { ReachableReporter, ReadReporter } from './use-cases/read-reporter.ts'
import type { SplitCase } from './use-cases/split-case.ts'
import type { UnfiledText } from './use-cases/suggest-categories.ts'
import type { MergeSuggestion } from './use-cases/suggest-merges.ts'

/**
 * What the graph asks of the rooms behind it. Implemented over PostgreSQL by the store and the use cases;
 * nothing here knows GraphQL, HTTP or SQL. Refusals are thrown as `Refusal`.
 */
export interface MemberServices {
  readonly reference: Reference
  /** The governments that this server hosts. */
  readonly governments: readonly GovernmentCode[]
  readonly complaints: ComplaintQueries
  readonly cases: CaseQueries
  readonly agencies: AgencyQueries
  /** What the database itself shows the actor, whatever was checked before; nothing is asked of it without. */
  readonly readsFor?: (actor: Actor) => AskedReads
  /** Stores the complaint at its door and returns it with the receipt's secret, and whether it is no retry's. */
  fileComplaint(
    input: FileComplaint,
    actor: Actor,
  ): Promise<{ readonly complaint: ComplaintRecord; readonly secret: string; readonly isNew: boolean }>
  /** Carries out one act on a case, by the officer who asks. */
  actOnCase(command: CaseCommand, actor: Actor): Promise<CaseRecord>
  /** Takes in what a reporter does at the door, and returns the complaint as the door then has it. */
  actAsReporter(command: ReporterCommand): Promise<ComplaintRecord>
  /** The categories that a text is most likely about. Nothing of it is kept. */
  suggestCategories(text: UnfiledText): Promise<readonly CategorySuggestion[]>
  readonly manyAboutOne: ManyAboutOne
  readonly mandates: MandateServices
  /** Takes back the handover that a case waits for, for the officer who asks. */
  withdrawHandover(id: string, actor: Actor): Promise<CaseRecord>
  readonly reporters: Reporters
  readonly attachments: Attachments
  readonly flags: Flags
  readonly channels: Channels
  readonly statusTexts: StatusTexts
  readonly feed: Feed
  /** How fresh what is known here of a holder elsewhere is; nothing of a government that is hosted here is older than now. */
  freshness(holder: GovernmentCode): Freshness
}

/** What is read for one asker under the database's own policies. */
export interface AskedReads {
  /** The asker has shown the secret of a receipt: its SHA-256 (hex) opens that complaint from now on. */
  noteSecret(secretHash: string): void
  readonly complaints: Omit<ComplaintQueries, 'areSecured'>
  readonly cases: Pick<CaseQueries, 'byIds' | 'page' | 'draftsOf' | 'repliesOf'>
  readonly mandates: Pick<MandateServices, 'actsOf' | 'registeredAt'>
}

/** Duplicates, followers, parts and clusters; each refuses as the use case of its name does. */
export interface ManyAboutOne {
  merge(command: MergeCase, actor: Actor): Promise<CaseRecord>
  split(command: SplitCase, actor: Actor): Promise<CaseRecord>
  cluster(command: ClusterCase, actor: Actor): Promise<CaseRecord>
  suggestMerges(government: GovernmentCode, actor: Actor): Promise<readonly MergeSuggestion[]>
  follow(follow: Follow, actor: Actor): Promise<Following>
  /** How many follow it then. */
  unfollow(following: { readonly complaint: string; readonly secret: string }): Promise<number>
  followersOf(complaints: readonly string[]): Promise<readonly number[]>
}

/** The decrees that officers act under. */
export interface MandateServices {
  /** The actor as of now: an officer of a government here without a decree in force is marked so. */
  judge(actor: Actor): Actor
  /** The decrees of a government's agencies, newest first. */
  ofGovernment(government: GovernmentCode): readonly Mandate[]
  /** The same, as the database shows them to who asks. */
  registeredAt(government: GovernmentCode): Promise<readonly Mandate[]>
  /** The government's agencies for which nobody may act now. */
  withoutOperator(government: GovernmentCode): readonly Agency[]
  /** Calls back whenever rights may have changed. Returns the function that ends it. */
  onChange(listener: () => void): () => void
  register(input: NewMandate, actor: Actor): Promise<Mandate>
  end(input: MandateEnd, actor: Actor): Promise<Mandate>
  moveSecretariat(input: Omit<Secretariat, 'government'>, actor: Actor): Promise<Secretariat>
  /** One query for all cases. */
  actsOf(cases: readonly string[]): Promise<readonly (readonly CaseAct[])[]>
}

/** Who reports: what the door keeps of it, who may see it, and what stands in its place elsewhere. */
export interface Reporters {
  /** The pseudonym of the reporter for one case at one government. */
  handleOf(record: Pick<CaseRecord, 'complaint' | 'government'>): string
  /** Tells an officer who reports; see `readReporter`. */
  read(command: ReadReporter, actor: Actor): Promise<ReachableReporter>
  /** Lets pass who shows the secret; see `recogniseReceipt`. */
  recognise(receipt: ShownReceipt): Promise<void>
  /** The reporter's rights; see `readPersonalData` and its neighbours. */
  personalData(receipt: ShownReceipt): Promise<PersonalData>
  correct(receipt: ShownReceipt, reporter: Reporter): Promise<PersonalData>
  erase(receipt: ShownReceipt): Promise<PersonalData>
  disclosures(
    asked: { readonly complaint: string; readonly secret?: string },
    actor: Actor,
  ): Promise<{ readonly disclosures: readonly Disclosure[]; readonly withSubjects: boolean }>
}

export interface Freshness {
  /** Up to when the holder was heard of. */
  readonly asOf: Date
  /** Since when it, or the hub between, has been out of contact; undefined while it is in contact. */
  readonly unreachableSince?: Date
}

/** Every method takes many keys and costs one query; answers stand in the order of the keys. */
export interface ComplaintQueries {
  byIds(ids: readonly string[]): Promise<readonly (ComplaintRecord | undefined)[]>
  journeysOf(moments: readonly Moment[]): Promise<readonly (readonly JourneyStep[])[]>
  answersOf(moments: readonly Moment[]): Promise<readonly (readonly Answer[])[]>
  repliesOf(moments: readonly Moment[]): Promise<readonly Replies[]>
  relationsOf(moments: readonly Moment[]): Promise<readonly Relations[]>
  whyHereOf(moments: readonly Moment[]): Promise<readonly (WhyHere | undefined)[]>
  /** Whether the hub has committed what was filed: it survives the loss of this server then. */
  areSecured(ids: readonly string[]): Promise<readonly boolean[]>
}

/**
 * A complaint as a record of it showed it: with `tip` its chain is read up to the event that the record ends with, so that
 * steps which were committed after the record was read do not stand beside it. Without, it is read to its end.
 */
export type Moment = Pick<ComplaintRecord, 'id' | 'tip'>

export interface CaseQueries {
  byIds(ids: readonly string[]): Promise<readonly (CaseRecord | undefined)[]>
  pendingHandovers(ids: readonly string[]): Promise<readonly (PendingHandover | undefined)[]>
  /** Oldest first, of all the worklists together. `after` is the cursor of the last row that was read. */
  page(query: {
    lists: readonly Worklist[]
    status?: readonly CaseStatus[]
    /** Only those whose deadline has passed by then. */
    overdueAt?: Date | undefined
    /** Whether `after` may be of another government's worklist: a place in the order means the same in all. */
    anyCursor?: boolean
    first: number
    after?: string
  }): Promise<Page<CaseRecord>>
  /** What the clocks of these cases are read from; undefined for what is no case here. */
  timelinesOf(ids: readonly string[]): Promise<readonly (Timeline | undefined)[]>
  /** Answers that wait for their release. */
  draftsOf(ids: readonly string[]): Promise<readonly (AnswerDraft | undefined)[]>
  /** The reporter's words as the holder has them. */
  repliesOf(ids: readonly string[]): Promise<readonly Replies[]>
}

/** The cases of a government, or those of one agency of it. */
export interface Worklist {
  readonly government: GovernmentCode
  readonly agency?: string
  /** Only complaints about places in it. */
  readonly area?: RegionCode
}

export interface AgencyQueries {
  /** From the store: only agencies of hosted governments. Names of others come from `reference.agency`. */
  byIds(ids: readonly string[]): Promise<readonly (Agency | undefined)[]>
  ofGovernment(government: GovernmentCode): Promise<readonly Agency[]>
  openCases(ids: readonly string[]): Promise<readonly number[]>
}

export interface Page<T> {
  readonly rows: readonly { readonly cursor: string; readonly node: T }[]
  readonly hasNextPage: boolean
  /** Counts to 10,000, then stays there. */
  readonly totalCount: () => Promise<number>
}

/** One public event as subscribers see it: with the complaint's copy at that event. */
export interface FeedEvent {
  readonly cursor: string
  readonly complaint: string
  readonly sequence: number
  readonly epoch: number
  readonly type: EventType
  readonly at: Date
  readonly status: ComplaintStatus
  readonly reason?: string
  readonly from?: GovernmentCode
  readonly to?: GovernmentCode
  readonly door: GovernmentCode
  readonly holder: GovernmentCode
  readonly category?: string
  readonly handledBy: AgencyName
  /** Absent when the complaint is confidential. */
  readonly title?: string
  readonly confidential: boolean
}

export interface FeedFilter {
  readonly id?: string
  /** That government or anything under it, as door, giver or receiver. */
  readonly region?: RegionCode
  readonly agency?: string
  readonly category?: string
  /** Also events of confidential complaints (never their content): the asker has shown the right to them. */
  readonly confidential: boolean
}

/** A log of public events with opaque cursors that name it. */
export interface Feed {
  /** The cursor of the newest event. */
  head(): Promise<string>
  /**
   * Events in order: after `after` (a cursor of this log; `Refusal RESYNC` for another's), or, with `filter.id` and
   * `afterSequence`, after that step of the journey, else from now on. Ends when `signal` aborts.
   */
  follow(
    filter: FeedFilter,
    from: { readonly after?: string; readonly afterSequence?: number },
    signal: AbortSignal,
  ): AsyncIterable<FeedEvent>
  /** What the events of a confidential complaint keep back; undefined for a complaint that this log does not know. */
  sealedOf(complaint: string): Promise<Sealed | undefined>
}

/** What only those learn from a feed who show the secret of the complaint's receipt. */
export interface Sealed {
  /** SHA-256 (hex) of the secret. */
  readonly secretHash: string
  /** As it is now. */
  readonly title: string
}
