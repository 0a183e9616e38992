import { makeId } from '@lawang/schema/id'
import { describe, expect, test } from 'vitest'
import { type Actor, ROLES, type Role } from '../domain/model.ts'
import { mayReadContent } from './content.ts'
import { isAllowed, OPERATIONS, type Operation, requireAllowed, type Scope, scopeOf, worklistOf } from './policy.ts'

const OWN_AGENCY = makeId('agency', '64.08', () => new Uint8Array(10).fill(1))
const OTHER_AGENCY = makeId('agency', '64.08', () => new Uint8Array(10).fill(2))

const refusal = (code: string, reason?: string) =>
  expect.objectContaining({ name: 'Refusal', code, facts: reason === undefined ? {} : { reason } })

/** An officer of East Kutai; the national administrator's place is the nation. */
function officer(role: Role): Extract<Actor, { kind: 'person' }> {
  return { kind: 'person', subject: 'x', role, region: role === 'national-admin' ? '00' : '64.08', agency: OWN_AGENCY }
}

const homeOf = (role: Role) => (role === 'national-admin' ? '00' : '64.08')

/** Where each scope reaches: the own agency, another agency of the own government, another government. */
const REACH: Readonly<Record<Scope, readonly [boolean, boolean, boolean]>> = {
  everywhere: [true, true, true],
  'own government': [true, true, false],
  'own agency': [true, false, false],
  nowhere: [false, false, false],
}

const combinations = ROLES.flatMap((role) =>
  OPERATIONS.map((operation) => ({ role, operation, scope: scopeOf(role, operation) })),
)

describe('the table', () => {
  test.each(combinations)('$role: $operation $scope', ({ role, operation, scope }) => {
    const places = [
      { government: homeOf(role), agency: OWN_AGENCY },
      { government: homeOf(role), agency: OTHER_AGENCY },
      { government: '72', agency: OWN_AGENCY },
    ]
    expect(places.map((place) => isAllowed(officer(role), operation, place))).toEqual(REACH[scope])
  })

  test.each(OPERATIONS)('nobody known and no machine may do: %s', (operation) => {
    const place = { government: '64.08', agency: OWN_AGENCY }
    expect(() => requireAllowed({ kind: 'public' }, operation, place)).toThrow(refusal('UNAUTHENTICATED', 'MISSING'))
    expect(() => requireAllowed({ kind: 'member', member: 'national' }, operation, place)).toThrow(refusal('FORBIDDEN'))
  })

  test('a reporter may do nothing beyond the public', () => {
    expect(new Set(OPERATIONS.map((operation) => scopeOf('reporter', operation)))).toEqual(new Set(['nowhere']))
  })

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
})

describe('officers without a place', () => {
  test('a coordinator without a government may act nowhere', () => {
    const lost: Actor = { kind: 'person', subject: 'x', role: 'coordinator' }
    expect(isAllowed(lost, 'verify', { government: '64.08' })).toBe(false)
  })

  test('an operator without an agency may act nowhere, not even where no agency handles', () => {
    const lost: Actor = { kind: 'person', subject: 'x', role: 'operator', region: '64.08' }
    expect(isAllowed(lost, 'verify', { government: '64.08' })).toBe(false)
  })

  test('a provincial coordinator does not act for the regencies of the province', () => {
    const provincial: Actor = { kind: 'person', subject: 'x', role: 'coordinator', region: '64' }
    expect(isAllowed(provincial, 'verify', { government: '64.08' })).toBe(false)
  })
})

describe('the worklist', () => {
  test("is the whole government's for coordinators and overseers, and the own agency's for operators", () => {
    expect(worklistOf(officer('coordinator'), '64.08')).toEqual({})
    expect(worklistOf(officer('overseer'), '72')).toEqual({})
    expect(worklistOf(officer('national-admin'), '00')).toEqual({})
    expect(worklistOf(officer('operator'), '64.08')).toEqual({ agency: OWN_AGENCY })
  })

  test.each<[Role, string]>([
    ['coordinator', '72'],
    ['operator', '72'],
    ['national-admin', '64.08'],
    ['integrator', '64.08'],
    ['reporter', '64.08'],
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
