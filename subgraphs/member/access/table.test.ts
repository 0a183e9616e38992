import { expect, test } from 'vitest'
import type { Scope } from './scope.ts'
import { COLUMNS, type Column, OPERATIONS, type Operation, scopeOf } from './table.ts'

/** What everybody has who is no machine. */
const FOR_ALL = ['readPublic', 'fileComplaint'] as const
const BY_RECEIPT = ['actAsReporter', 'readConfidential', 'readReporter', 'readIdentityViews'] as const
const FOR_OTHERS = ['fileReceivedEarlier', 'fileForOthers'] as const
/** What an officer may do about a case, wherever that officer may do it. */
const CASE_WORK = [
  ...(['readWorklist', 'readConfidential', 'readReporter', 'readActs'] as const),
  ...(['verify', 'assign', 'start', 'answer', 'draft', 'extend', 'defer', 'fieldWork', 'archive', 'close'] as const),
  ...(['handOver', 'withdrawHandover', 'merge', 'split', 'cluster'] as const),
]
const OF_A_SECRETARIAT = [...CASE_WORK, 'release', 'readFlags', 'manageProgrammes', 'manageChannels'] as const

type Rights = Partial<Readonly<Record<Scope, readonly Operation[]>>>

/** The table said once more, by who has the rights: whoever changes one of the two has to mean it twice. */
const RIGHTS: Readonly<Record<Column, Rights>> = {
  public: { everywhere: FOR_ALL, 'with the secret': BY_RECEIPT },
  reporter: { everywhere: FOR_ALL, 'with the secret': BY_RECEIPT },
  operator: {
    everywhere: [...FOR_ALL, ...FOR_OTHERS],
    'with the secret': ['actAsReporter', 'readIdentityViews'],
    'own agency': CASE_WORK,
    'own government': ['readMandates'],
  },
  coordinator: {
    everywhere: [...FOR_ALL, ...FOR_OTHERS],
    'with the secret': ['actAsReporter', 'readIdentityViews'],
    'own government': [...OF_A_SECRETARIAT, 'readMandates', 'manageMandates'],
  },
  supervisor: {
    everywhere: FOR_ALL,
    'with the secret': BY_RECEIPT,
    'government and below': ['readWorklist', 'readActs', 'readMandates'],
  },
  'national-admin': {
    everywhere: [...FOR_ALL, ...FOR_OTHERS, 'readWatch', 'readMandates', 'manageMandates', 'manageWebhooks'],
    'with the secret': ['actAsReporter', 'readIdentityViews'],
    'own government': OF_A_SECRETARIAT,
  },
  overseer: {
    everywhere: [
      ...FOR_ALL,
      ...(['readWorklist', 'readIdentityViews', 'readActs', 'readWatch', 'flag', 'readFlags', 'readMandates'] as const),
    ],
    'with the secret': ['actAsReporter', 'readConfidential', 'readReporter'],
  },
  'district-head': { everywhere: FOR_ALL, 'with the secret': BY_RECEIPT, 'own area': ['readWorklist'] },
  'village-head': { everywhere: FOR_ALL, 'with the secret': BY_RECEIPT, 'own area': ['readWorklist'] },
  kiosk: {
    everywhere: [...FOR_ALL, 'fileForOthers'],
    'own government': ['fileReceivedEarlier'],
    'with the secret': BY_RECEIPT,
  },
  integrator: {
    everywhere: FOR_ALL,
    'by scope': [...FOR_OTHERS, 'readWorklist', 'manageWebhooks'],
    'with the secret': BY_RECEIPT,
  },
  member: { everywhere: ['readPublic', 'exchange'] },
  hub: { everywhere: ['readPublic'] },
}

const asCells = (rights: Rights) =>
  Object.entries(rights).flatMap(([scope, operations]) => operations.map((operation) => `${operation} ${scope}`))

test.each(COLUMNS)('%s may do this, each as far as it is said here, and nothing else', (column) => {
  const cells = OPERATIONS.map((operation) => [operation, scopeOf(column, operation)] as const)
  const granted = cells.filter(([, scope]) => scope !== 'nowhere').map(([operation, scope]) => `${operation} ${scope}`)
  expect(granted.toSorted()).toEqual(asCells(RIGHTS[column]).toSorted())
})
