import { describe, expect, test } from 'vitest'
import { loadReference } from '../reference/load.ts'
import { end, type NewMandate, register } from './decide.ts'
import { isInForce, nextChange, secretariatAt, standingAt, withoutOperator } from './in-force.ts'
import type { Mandate } from './model.ts'

const reference = loadReference()
const [secretariat, works] = reference.agenciesOf('64.08')
if (!secretariat || !works) throw new Error('64.08 has too few agencies')

const day = (text: string) => new Date(`${text}T00:00:00Z`)
const OFFICER = { subject: 'pejabat-1', name: 'Pejabat 1', position: 'Kepala Bidang' }
const SUCCESSOR = { subject: 'pejabat-2', name: 'Pejabat 2', position: 'Kepala Bidang' }

const input = (changes: Partial<NewMandate> = {}): NewMandate => ({
  agency: works.id,
  number: '188/12/2026',
  issuer: 'Bupati Kutai Timur',
  validFrom: day('2026-01-01'),
  members: [OFFICER],
  ...changes,
})
const registered = (changes: Partial<NewMandate> = {}, known: readonly Mandate[] = []) =>
  register(input(changes), { id: `mandate-${known.length}`, government: '64.08', known })
const refusal = (code: string, message = '') =>
  expect.objectContaining({ name: 'Refusal', code, message: expect.stringContaining(message) })

describe('a decree', () => {
  test('is in force from its first moment until just before its end', () => {
    const { mandate } = registered({ validTo: day('2027-01-01') })
    const moments = ['2025-12-31', '2026-01-01', '2026-12-31', '2027-01-01'].map(day)
    expect(moments.map((at) => isInForce(mandate, at))).toEqual([false, true, true, false])
  })

  test('takes the place of the one in force, which ends at that moment and stays in the history', () => {
    const { mandate: first } = registered()
    const renewal = { number: '188/90/2026', validFrom: day('2026-07-01'), members: [SUCCESSOR] }
    const { mandate, superseded } = registered(renewal, [first])
    expect(mandate).toMatchObject({ supersedes: first.id, members: [SUCCESSOR] })
    expect(superseded).toEqual({ ...first, validTo: day('2026-07-01') })
  })

  test('leaves the decrees of other agencies alone', () => {
    const { mandate: other } = registered({ agency: secretariat.id })
    expect(registered({ validFrom: day('2026-07-01') }, [other]).superseded).toBeUndefined()
  })

  test.each<[string, Partial<NewMandate>]>([
    ['not after validFrom', { validTo: day('2026-01-01') }],
    ['names nobody', { members: [] }],
    ['somebody twice', { members: [OFFICER, { ...OFFICER, name: 'Pejabat 3' }] }],
    ['', { number: ' ' }],
    ['', { issuer: '' }],
    ['', { members: [{ ...OFFICER, name: '\u200b' }] }],
  ])('is refused: %s', (message, changes) => {
    expect(() => registered(changes)).toThrow(refusal('INVALID_MANDATE', message))
  })

  test('is registered once, and none before one that begins later', () => {
    const { mandate: first } = registered()
    expect(() => registered({ validFrom: day('2026-02-01') }, [first])).toThrow(refusal('INVALID_MANDATE', 'already'))
    const earlier = { number: 'other', validFrom: day('2025-06-01') }
    expect(() => registered(earlier, [first])).toThrow(refusal('INVALID_MANDATE', 'begins later'))
  })
})

describe('the right to act', () => {
  const { mandate } = registered({ members: [OFFICER, SUCCESSOR] })
  const standing = (mandates: readonly Mandate[], subject: string, at: string) =>
    standingAt(mandates, { subject, role: 'operator', agency: works.id }, day(at))

  test('is that of whom the decree names, with the name and position that it says', () => {
    expect(standing([mandate], 'pejabat-1', '2026-05-01')).toEqual({
      mandate: mandate.id,
      decree: '188/12/2026',
      name: 'Pejabat 1',
      position: 'Kepala Bidang',
    })
    expect(standing([mandate], 'pejabat-3', '2026-05-01')).toBeUndefined()
    expect(standing([mandate], 'pejabat-1', '2025-05-01')).toBeUndefined()
  })

  test('is for the agency of the decree', () => {
    const elsewhere = { subject: 'pejabat-1', role: 'operator', agency: secretariat.id } as const
    expect(standingAt([mandate], elsewhere, day('2026-05-01'))).toBeUndefined()
  })

  test("ends with a person's transfer, and the others' stays", () => {
    const after = end(mandate, { subject: 'pejabat-1', at: day('2026-03-01') })
    expect(standing([after], 'pejabat-1', '2026-02-28')).toBeDefined()
    expect(standing([after], 'pejabat-1', '2026-03-01')).toBeUndefined()
    expect(standing([after], 'pejabat-2', '2026-03-01')).toBeDefined()
  })

  test('is not given back by an end that is told later', () => {
    const once = end(mandate, { subject: 'pejabat-1', at: day('2026-03-01') })
    expect(end(once, { subject: 'pejabat-1', at: day('2026-06-01') })).toEqual(once)
    const whole = end(mandate, { at: day('2026-03-01') })
    expect(end(whole, { at: day('2026-06-01') })).toEqual(whole)
  })

  test('of somebody whom the decree does not name cannot be ended', () => {
    expect(() => end(mandate, { subject: 'pejabat-9', at: day('2026-03-01') })).toThrow(refusal('INVALID_MANDATE'))
  })
})

test('agencies for which nobody may act are those without a decree in force that still names somebody', () => {
  const { mandate } = registered()
  const lacking = (mandates: readonly Mandate[], at: string) =>
    withoutOperator([secretariat, works], mandates, day(at)).map(({ id }) => id)
  expect(lacking([mandate], '2026-05-01')).toEqual([secretariat.id])
  expect(lacking([mandate], '2025-05-01')).toEqual([secretariat.id, works.id])
  const transferred = end(mandate, { subject: 'pejabat-1', at: day('2026-03-01') })
  expect(lacking([transferred], '2026-05-01')).toEqual([secretariat.id, works.id])
})

test('the next change is the nearest moment at which a right begins or ends', () => {
  const { mandate } = registered({ validTo: day('2027-01-01') })
  const ended = end(mandate, { subject: 'pejabat-1', at: day('2026-03-01') })
  const move = { government: '64.08', agency: works.id, number: '1', issuer: 'x', from: day('2026-02-01') }
  const next = (at: string) => nextChange([ended], [move], day(at))
  expect(['2025-01-01', '2026-01-01', '2026-02-01', '2026-03-01', '2027-01-01'].map(next)).toEqual([
    day('2026-01-01'),
    day('2026-02-01'),
    day('2026-03-01'),
    day('2027-01-01'),
    undefined,
  ])
})

test('the secretariat is the one of the newest decree that has begun', () => {
  const move = (agency: string, from: string) => ({
    ...{ government: '64.08', agency, number: from, issuer: 'Bupati' },
    from: day(from),
  })
  const moves = [move(works.id, '2026-01-01'), move(secretariat.id, '2026-07-01')]
  const at = (text: string) => secretariatAt(moves, '64.08', day(text))
  expect([at('2025-12-31'), at('2026-01-01'), at('2026-07-01')]).toEqual([undefined, works.id, secretariat.id])
  expect(secretariatAt(moves, '64.09', day('2026-07-01'))).toBeUndefined()
})
