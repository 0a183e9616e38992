import { makeId } from '@lawang/schema/id'
import { describe, expect, test } from 'vitest'
import { type Actor, ROLES, type Role } from '../domain/model.ts'
import { mayReadContent } from './content.ts'
import { isAllowed, requireAllowed, worklistOf } from './policy.ts'
import type { Scope } from './scope.ts'
import { OPERATIONS, type Operation, scopeOf } from './table.ts'

const OWN_AGENCY = makeId('agency', '64.08', () => new Uint8Array(10).fill(1))
const OTHER_AGENCY = makeId('agency', '64.08', () => new Uint8Array(10).fill(2))
const VILLAGE = '64.08.04.2003'

const refusal = (code: string, reason?: string) =>
  expect.objectContaining({ name: 'Refusal', code, facts: reason === undefined ? {} : { reason } })

const HOMES: Partial<Readonly<Record<Role, string>>> = {
  'national-admin': '00',
  'district-head': '64.08.04',
  'village-head': VILLAGE,
}
const homeOf = (role: Role) => HOMES[role] ?? '64.08'

/** An officer of East Kutai; the national administrator's place is the nation. Service accounts have every scope. */
function officer(role: Role): Extract<Actor, { kind: 'person' }> {
  return { kind: 'person', subject: 'x', role, region: homeOf(role), agency: OWN_AGENCY, scopes: OPERATIONS }
}

/** Where each scope reaches, of the places below. */
const REACH: Readonly<Record<Scope, readonly boolean[]>> = {
  everywhere: [true, true, true, true, true],
  'own government': [true, true, false, true, false],
  'government and below': [true, true, true, true, false],
  'own agency': [true, false, false, true, false],
  'own area': [true, true, false, false, false],
  'by scope': [true, true, false, true, false],
  'with the secret': [false, false, false, false, false],
  nowhere: [false, false, false, false, false],
}

const placesOf = (role: Role) => {
  const own = role === 'national-admin' ? '00' : '64.08'
  return [
    { government: own, agency: OWN_AGENCY, location: VILLAGE },
    { government: own, agency: OTHER_AGENCY, location: VILLAGE },
    { government: own === '00' ? '64' : '64.08.99', agency: OTHER_AGENCY, location: '64.08.05' },
    { government: own, agency: OWN_AGENCY },
    { government: '72', agency: OWN_AGENCY, location: '72.01' },
  ]
}

const combinations = ROLES.flatMap((role) =>
  OPERATIONS.map((operation) => ({ role, operation, scope: scopeOf(role, operation) })),
)

describe('the table', () => {
  test.each(combinations)('$role: $operation $scope', ({ role, operation, scope }) => {
    const reached = placesOf(role).map((place) => isAllowed(officer(role), operation, place))
    expect(reached).toEqual(REACH[scope])
  })

  test.each(['public', 'reporter'] as const)(
    '%s may read what is public, file, and what the secret opens',
    (column) => {
      expect(OPERATIONS.filter((operation) => scopeOf(column, operation) === 'everywhere')).toEqual([
        'readPublic',
        'fileComplaint',
      ])
      expect(OPERATIONS.filter((operation) => scopeOf(column, operation) === 'with the secret')).toEqual([
        'actAsReporter',
        'readConfidential',
        'readReporter',
        'readIdentityViews',
      ])
    },
  )

  test.each<Operation>(['verify', 'assign', 'start', 'answer', 'handOver', 'archive', 'close'])(
    "to %s is a coordinator's at the own government and an operator's at the own agency, and nobody else's",
    (act) => {
      expect(ROLES.filter((role) => scopeOf(role, act) !== 'nowhere')).toEqual([
        'operator',
        'coordinator',
        'national-admin',
      ])
      expect(scopeOf('coordinator', act)).toBe('own government')
      expect(scopeOf('operator', act)).toBe('own agency')
    },
  )

  test('asks nobody known who they are, and tells machines that it is not for them', () => {
    const place = { government: '64.08', agency: OWN_AGENCY }
    expect(() => requireAllowed({ kind: 'public' }, 'verify', place)).toThrow(refusal('UNAUTHENTICATED', 'MISSING'))
    expect(() => requireAllowed({ kind: 'member', member: 'national' }, 'verify', place)).toThrow(refusal('FORBIDDEN'))
    expect(() => requireAllowed({ kind: 'hub' }, 'readWorklist', place)).toThrow(refusal('FORBIDDEN'))
  })

  test('lets no machine use a secret', () => {
    const place = { government: '64.08', secretShown: true }
    expect(isAllowed({ kind: 'public' }, 'readConfidential', place)).toBe(true)
    expect(isAllowed({ kind: 'member', member: 'regency' }, 'readConfidential', place)).toBe(false)
  })
})

describe('officers without a place', () => {
  test('a coordinator without a government may act nowhere', () => {
    const lost: Actor = { kind: 'person', subject: 'x', role: 'coordinator' }
    expect(isAllowed(lost, 'verify', { government: '64.08' })).toBe(false)
  })

  test('an operator without an agency may act nowhere, not even where no agency handles', () => {
    const lost: Actor = { kind: 'person', subject: 'x', role: 'operator', region: '64.08' }
    expect(isAllowed(lost, 'verify', { government: '64.08' })).toBe(false)
    expect(() => worklistOf(lost, '64.08')).toThrow(refusal('FORBIDDEN'))
  })

  test('a provincial coordinator does not act for the regencies of the province', () => {
    const provincial: Actor = { kind: 'person', subject: 'x', role: 'coordinator', region: '64' }
    expect(isAllowed(provincial, 'verify', { government: '64.08' })).toBe(false)
  })

  test('a service account without scopes may do nothing beyond the public', () => {
    const unscoped: Actor = { kind: 'person', subject: 'x', role: 'integrator', region: '64.08' }
    expect(isAllowed(unscoped, 'fileReceivedEarlier', { government: '64.08' })).toBe(false)
  })
})

describe('the worklist', () => {
  test("is the whole government's for coordinators and overseers, and the own agency's for operators", () => {
    expect(worklistOf(officer('coordinator'), '64.08')).toEqual({})
    expect(worklistOf(officer('overseer'), '72')).toEqual({})
    expect(worklistOf(officer('national-admin'), '00')).toEqual({})
    expect(worklistOf(officer('operator'), '64.08')).toEqual({ agency: OWN_AGENCY })
  })

  test("of a regency is read by its province's supervisor, and of a village by its head", () => {
    expect(worklistOf({ ...officer('supervisor'), region: '64' }, '64.08')).toEqual({})
    expect(() => worklistOf({ ...officer('supervisor'), region: '72' }, '64.08')).toThrow(refusal('FORBIDDEN'))
    expect(worklistOf(officer('village-head'), '64.08')).toEqual({ area: VILLAGE })
    expect(() => worklistOf(officer('village-head'), '64')).toThrow(refusal('FORBIDDEN'))
  })

  test.each<[Role, string]>([
    ['coordinator', '72'],
    ['operator', '72'],
    ['national-admin', '64.08'],
    ['integrator', '72'],
    ['reporter', '64.08'],
    ['kiosk', '64.08'],
  ])('a %s of elsewhere may not read that of %s', (role, government) => {
    expect(() => worklistOf(officer(role), government)).toThrow(refusal('FORBIDDEN'))
  })

  test('asks who is there', () => {
    expect(() => worklistOf({ kind: 'public' }, '64.08')).toThrow(refusal('UNAUTHENTICATED', 'MISSING'))
  })
})

describe('content of a confidential complaint', () => {
  const facts = { confidential: true, door: '64.08', holder: '00', handledBy: OWN_AGENCY }
  const nationalOperator: Actor = { kind: 'person', subject: 'x', role: 'operator', region: '00', agency: OWN_AGENCY }

  test('is hidden from everybody but those who have to do with it', () => {
    const readers = ROLES.filter((role) => mayReadContent(officer(role), facts, false))
    expect(readers).toEqual(['operator', 'coordinator', 'national-admin'])
    expect(mayReadContent({ kind: 'public' }, facts, false)).toBe(false)
    expect(mayReadContent(nationalOperator, facts, false)).toBe(true)
    expect(mayReadContent({ ...nationalOperator, agency: OTHER_AGENCY }, facts, false)).toBe(false)
    expect(mayReadContent({ ...officer('coordinator'), region: '64' }, facts, false)).toBe(false)
  })

  test("is open to whoever shows the receipt's secret", () => {
    expect(mayReadContent({ kind: 'public' }, facts, true)).toBe(true)
  })

  test('of a complaint that is not confidential, everybody reads it', () => {
    expect(mayReadContent({ kind: 'public' }, { ...facts, confidential: false }, false)).toBe(true)
  })
})
