/** What is asked about: a case that has ended, so that whoever may act on it is told that, and nothing changes. */
export interface Subject {
  readonly government: string
  readonly complaint: string
  readonly case: string
  readonly agency: string
  readonly confidential: boolean
}

/** One field that asks for a row's right, and how its answer tells whether the asker has it. */
export interface Probe {
  readonly operation: string
  readonly field: (subject: Subject) => string
  readonly isAllowed: (answer: { readonly data: unknown; readonly code: string | undefined }) => boolean
}

const REFUSED: readonly unknown[] = ['FORBIDDEN', 'UNAUTHENTICATED', 'NO_MANDATE', 'RECEIVED_AT_NEEDS_OFFICER']
const isNotRefused: Probe['isAllowed'] = ({ code }) => !REFUSED.includes(code)
const hasData: Probe['isAllowed'] = ({ data }) => data != null

const act = (operation: string, mutation: string, rest = ''): Probe => ({
  operation,
  field: (subject) => `${mutation}(input: { case: "${subject.case}"${rest} }) { id }`,
  isAllowed: isNotRefused,
})

const file = (government: string, rest: string) =>
  `fileComplaint(input: { door: "${government}", kind: COMPLAINT, title: "", body: "x", channel: WEB${rest} }) { id }`

export const MUTATIONS: readonly Probe[] = [
  { operation: 'fileComplaint', field: ({ government }) => file(government, ''), isAllowed: isNotRefused },
  {
    operation: 'fileReceivedEarlier',
    field: ({ government }) => file(government, ', receivedAt: "2999-01-01"').replace('title: ""', 'title: "x"'),
    isAllowed: isNotRefused,
  },
  {
    operation: 'manageMandates',
    field: ({ agency }) =>
      `registerMandate(input: { agency: "${agency}", number: "1", issuer: "x", validFrom: "2026-01-01T00:00:00Z", members: [] }) { id }`,
    isAllowed: isNotRefused,
  },
  {
    operation: 'manageChannels',
    field: ({ government }) => `closeChannel(input: { door: "${government}", channel: "none" }) { id }`,
    isAllowed: isNotRefused,
  },
  act('verify', 'verifyCase', ', category: "public-works.roads"'),
  {
    operation: 'assign',
    field: (subject) => `assignCase(input: { case: "${subject.case}", agency: "${subject.agency}" }) { id }`,
    isAllowed: isNotRefused,
  },
  {
    ...act('readReporter', 'readReporter', ', purpose: "x"'),
    field: (subject) => `readReporter(input: { case: "${subject.case}", purpose: "x" }) { name }`,
  },
  {
    operation: 'flag',
    field: ({ complaint }) => `flagComplaint(input: { complaint: "${complaint}", reason: "" }) { id }`,
    isAllowed: isNotRefused,
  },
  act('start', 'startCase'),
  act('answer', 'answerCase', ', body: "x"'),
  act('handOver', 'handOverCase', ', reason: "x"'),
  act('withdrawHandover', 'withdrawHandover'),
  act('archive', 'archiveCase', ', reason: "SPAM", explanation: "x"'),
  act('close', 'closeCase'),
  act('defer', 'deferCase', ', question: "x"'),
  act('draft', 'draftAnswer', ', body: "x"'),
  act('release', 'releaseAnswer'),
  act('extend', 'extendCase', ', until: "2999-01-01", reason: "x"'),
  {
    operation: 'merge',
    field: (subject) => `mergeCase(input: { case: "${subject.case}", into: "${subject.complaint}" }) { id }`,
    isAllowed: isNotRefused,
  },
  act('split', 'splitCase', ', parts: []'),
  act('cluster', 'clusterCase'),
  act('fieldWork', 'recordFieldWork', ', phase: STARTED'),
]

export const QUERIES: readonly Probe[] = [
  { operation: 'readPublic', field: ({ complaint }) => `complaint(id: "${complaint}") { status }`, isAllowed: hasData },
  {
    operation: 'readConfidential',
    field: ({ complaint }) => `complaint(id: "${complaint}") { title }`,
    isAllowed: ({ data }) => typeof data === 'object' && data !== null && 'title' in data && data.title !== null,
  },
  {
    operation: 'readActs',
    field: (subject) => `case(id: "${subject.case}") { acts { act } }`,
    isAllowed: ({ data }) => typeof data === 'object' && data !== null && 'acts' in data && data.acts !== null,
  },
  {
    operation: 'readWorklist',
    field: ({ government }) => `cases(region: "${government}", first: 1) { pageInfo { hasNextPage } }`,
    isAllowed: isNotRefused,
  },
  {
    operation: 'readFlags',
    field: ({ government }) => `flags(region: "${government}", first: 1) { reason }`,
    isAllowed: isNotRefused,
  },
  {
    operation: 'readMandates',
    field: ({ government }) => `agenciesWithoutOperator(region: "${government}") { id }`,
    isAllowed: isNotRefused,
  },
]

/** Rows that are asked for elsewhere, and where. */
export const ASKED_ELSEWHERE: Readonly<Record<string, string>> = {
  actAsReporter: 'with the receipt’s secret: use-cases/act-as-reporter.test.ts, operations/confidential.test.ts',
  fileForOthers: 'use-cases/file-complaint.test.ts',
  readIdentityViews: 'use-cases/personal-data.test.ts',
  manageWebhooks: 'at the national member only: webhooks/open-webhooks.test.ts',
  readWatch: 'at the national member only: operations/refusals.test.ts',
  manageProgrammes:
    'at the provincial member only: acceptance/d14-commitments.test.ts, acceptance/d17-outreach.test.ts',
  exchange: 'no GraphQL: hub/exchange-routes.test.ts',
}
