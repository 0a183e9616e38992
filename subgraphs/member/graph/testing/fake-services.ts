import { Refusal } from '@lawang/schema/errors'
import { hashSecret } from '../../domain/identifiers.ts'
import type {
  Agency,
  Answer,
  CaseRecord,
  ComplaintRecord,
  JourneyStep,
  PendingHandover,
  Reference,
} from '../../domain/model.ts'
import type { Feed, FeedEvent, MandateServices, MemberServices, Page } from '../../ports.ts'

/** The records that a fake server has. */
export interface FakeRecords {
  readonly governments: readonly string[]
  readonly complaints?: readonly ComplaintRecord[]
  readonly journeys?: ReadonlyMap<string, readonly JourneyStep[]>
  readonly answers?: ReadonlyMap<string, readonly Answer[]>
  readonly cases?: readonly CaseRecord[]
  /** By case. */
  readonly handovers?: ReadonlyMap<string, PendingHandover>
  /** Complaints that the hub has committed. */
  readonly secured?: ReadonlySet<string>
  readonly events?: readonly FeedEvent[]
}

/** `calls` has one entry for each query that the graph costs: the port's name and how many keys it was asked for. */
export interface FakeServices extends MemberServices {
  readonly calls: string[]
}

/** A member's services in memory: what the graph needs to be tested without a database. Acts are refused. */
export function fakeServices(reference: Reference, records: FakeRecords): FakeServices {
  const calls: string[] = []
  const many = async <T>(name: string, ids: readonly string[], find: (id: string) => T): Promise<readonly T[]> => {
    calls.push(`${name} ${ids.length}`)
    return ids.map(find)
  }
  const complaints = byId(records.complaints ?? [])
  const cases = byId(records.cases ?? [])
  return {
    calls,
    reference,
    governments: records.governments,
    complaints: {
      byIds: (ids) => many('complaints', ids, (id) => complaints.get(id)),
      journeysOf: (moments) => many('journeys', moments.map(idOf), (id) => [...(records.journeys?.get(id) ?? [])]),
      answersOf: (moments) => many('answers', moments.map(idOf), (id) => records.answers?.get(id) ?? []),
      repliesOf: (moments) => many('replies', moments.map(idOf), () => ({ replies: [] })),
      relationsOf: (moments) => many('relations', moments.map(idOf), () => ({ parts: [] })),
      whyHereOf: (moments) => many('whyHere', moments.map(idOf), () => undefined),
      areSecured: (ids) => many('secured', ids, (id) => records.secured?.has(id) ?? false),
    },
    cases: {
      byIds: (ids) => many('cases', ids, (id) => cases.get(id)),
      timelinesOf: (ids) => many('timelines', ids, () => undefined),
      draftsOf: (ids) => many('drafts', ids, () => undefined),
      repliesOf: (ids) => many('caseReplies', ids, () => ({ replies: [] })),
      pendingHandovers: (ids) => many('pendingHandovers', ids, (id) => records.handovers?.get(id)),
      page: async ({ lists, first }) =>
        pageOf(
          [...cases.values()].filter((each) => lists.some(({ government }) => each.government === government)),
          first,
        ),
    },
    agencies: {
      byIds: (ids) => many('agencies', ids, (id) => hostedAgency(id, reference, records.governments)),
      ofGovernment: async (government) => reference.agenciesOf(government),
      openCases: (ids) => many('openCases', ids, () => 0),
    },
    fileComplaint: async () => {
      throw new Refusal('EMPTY_TITLE')
    },
    actOnCase: async (_command, actor) => {
      throw new Refusal(actor.kind === 'public' ? 'UNAUTHENTICATED' : 'NOT_HOLDER')
    },
    suggestCategories: async () => [],
    manyAboutOne: fakeManyAboutOne(),
    mandates: fakeMandates(),
    actAsReporter: async () => {
      throw new Refusal('RECEIPT_NOT_RECOGNISED')
    },
    withdrawHandover: async (_id, actor) => {
      throw new Refusal(actor.kind === 'public' ? 'UNAUTHENTICATED' : 'NO_HANDOVER_PENDING')
    },
    reporters: fakeReporters(),
    attachments: fakeAttachments(),
    flags: fakeFlags(),
    ...fakeChannels(),
    feed: fakeFeed(records.events ?? [], complaints),
    freshness: () => ({ asOf: new Date('2026-11-21T01:00:00Z'), unreachableSince: new Date('2026-11-21T00:00:00Z') }),
  }
}

/** Nothing belongs together, and nobody follows anything. */
function fakeManyAboutOne(): MemberServices['manyAboutOne'] {
  const refuse = async (): Promise<never> => {
    throw new Refusal('NOT_FOUND')
  }
  return {
    ...{ merge: refuse, split: refuse, cluster: refuse, follow: refuse, unfollow: refuse },
    suggestMerges: async () => [],
    followersOf: async (ids) => ids.map(() => 0),
  }
}

/** Officers act by their tokens alone, and there are no decrees. */
function fakeMandates(): MandateServices {
  const refuse = async () => {
    throw new Refusal('INVALID_MANDATE')
  }
  return {
    judge: (actor) => actor,
    ofGovernment: () => [],
    registeredAt: async () => [],
    withoutOperator: () => [],
    onChange: () => () => {},
    register: refuse,
    end: refuse,
    moveSecretariat: refuse,
    actsOf: async (cases) => cases.map(() => []),
  }
}

/** The secret of every complaint of a fake server. */
export const FAKE_SECRET = '7ZK3-M0Q9-T2XV-4B1C-FA8H'

/** Has no file, and takes none. */
function fakeAttachments(): MemberServices['attachments'] {
  const refuse = async (): Promise<never> => {
    throw new Refusal('LINK_NOT_VALID')
  }
  return {
    uploadLink: refuse,
    readLink: ({ id }) => ({ url: `https://door.test/attachments/${id}`, expiresAt: new Date('2026-11-21T03:00:00Z') }),
    ofComplaints: async (ids) => ids.map(() => []),
    receive: refuse,
    read: refuse,
    erase: async () => {},
  }
}

/** Nothing is marked. */
function fakeFlags(): MemberServices['flags'] {
  const refuse = async (): Promise<never> => {
    throw new Refusal('FORBIDDEN')
  }
  return { flag: refuse, ofDoor: refuse, ofComplaints: async (ids) => ids.map(() => []) }
}

/** No channel is registered, and every text is standard. */
function fakeChannels(): Pick<MemberServices, 'channels' | 'statusTexts'> {
  const refuse = async (): Promise<never> => {
    throw new Refusal('FORBIDDEN')
  }
  return {
    channels: {
      ofDoor: async () => [],
      register: refuse,
      close: refuse,
      ofComplaints: async (ids) => ids.map(() => undefined),
    },
    statusTexts: { ofGovernments: async (governments) => governments.map(() => []), set: refuse },
  }
}

/** Knows nobody, and recognises no receipt. */
function fakeReporters(): MemberServices['reporters'] {
  const refuse = async (): Promise<never> => {
    throw new Refusal('RECEIPT_NOT_RECOGNISED')
  }
  return {
    handleOf: () => 'R-0000-0000-0000',
    read: refuse,
    recognise: refuse,
    personalData: refuse,
    correct: refuse,
    erase: refuse,
    disclosures: refuse,
  }
}

/** Tells the recorded events that the filter names, then ends. */
function fakeFeed(events: readonly FeedEvent[], complaints: ReadonlyMap<string, ComplaintRecord>): Feed {
  return {
    head: async () => events.at(-1)?.cursor ?? 'start',
    async *follow({ id, confidential }) {
      yield* events.filter(
        (event) => (id === undefined || event.complaint === id) && (confidential || !event.confidential),
      )
    },
    sealedOf: async (id) => ({ secretHash: hashSecret(FAKE_SECRET), title: complaints.get(id)?.title ?? '' }),
  }
}

function pageOf(records: readonly CaseRecord[], first: number): Page<CaseRecord> {
  return {
    rows: records.slice(0, first).map((node) => ({ cursor: `after ${node.id}`, node })),
    hasNextPage: records.length > first,
    totalCount: async () => records.length,
  }
}

function hostedAgency(id: string, reference: Reference, governments: readonly string[]): Agency | undefined {
  const agency = reference.agency(id)
  return agency && governments.includes(agency.government) ? agency : undefined
}

function idOf({ id }: { readonly id: string }): string {
  return id
}

function byId<T extends { readonly id: string }>(records: readonly T[]): ReadonlyMap<string, T> {
  return new Map(records.map((record) => [record.id, record]))
}
