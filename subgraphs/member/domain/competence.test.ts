import { governmentOf } from '@lawang/schema/region'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadReference } from '../reference/load.ts'
import { decideCompetence } from './competence.ts'
import { TUESDAY } from './testing/samples.ts'

const reference = loadReference()

function decide(category: string, location: string, details: Record<string, string> = {}) {
  const facts = Object.entries(details).map(([key, value]) => ({ key, value }))
  const { government, agency, rule, definite } = decideCompetence(
    { category, location, details: facts },
    { reference, now: TUESDAY },
  )
  return { government, kind: agency.kind, rule: rule.id, definite, agency }
}

describe('who is competent', () => {
  test.each([
    ['public-order.disaster', '72.71', {}, '72.71', 'bpbd'],
    ['labour', '72.71', { matter: 'INSPECTION' }, '72', 'disnaker'],
    ['labour', '72.71', { matter: 'MEDIATION' }, '72.71', 'disnaker'],
    ['health.public-health', '72.71', {}, '72.71', 'dinkes'],
    ['public-works.water-supply', '72.71', {}, '72.71', 'pdam'],
    ['public-works.water-supply', '72.71', { spansRegencies: 'true' }, '72', undefined],
    ['energy.electricity', '72.71', {}, '00', 'pln'],
    ['public-works.roads', '72.71', { roadStatus: 'NATIONAL' }, '00', 'kemen-pu'],
    ['public-works.roads', '72.71', { roadStatus: 'PROVINCIAL' }, '72', 'dinas-pu'],
    ['public-works.roads', '72.71', { roadStatus: 'REGENCY' }, '72.71', 'dinas-pu'],
  ] as const)('%s at %s with %j lies with %s', (category, location, details, government, kind) => {
    const decision = decide(category, location, details)
    expect(decision.government).toBe(government)
    if (kind !== undefined) expect(decision.kind).toBe(kind)
  })

  test('the place, not the door, says which regency and which province', () => {
    expect(decide('education.primary', '13.03').government).toBe('13.03')
    expect(decide('education.senior-secondary', '13.03.04').government).toBe('13')
  })

  test('a detail that no rule knows leaves the default rule', () => {
    expect(decide('energy.electricity', '64.08', { roadStatus: 'NATIONAL' }).rule).toBe('energy.electricity:default')
  })

  test('of several rules that match the first decides, and it is not definite when they disagree', () => {
    const alone = decide('public-works.roads', '64.08', { roadStatus: 'NATIONAL' })
    expect(alone.definite).toBe(true)
    const details = ['REGENCY', 'NATIONAL'].map((value) => ({ key: 'roadStatus', value }))
    const both = decideCompetence(
      { category: 'public-works.roads', location: '64.08', details },
      { reference, now: TUESDAY },
    )
    expect(both.rule.id).toBe(alone.rule)
    expect(both.definite).toBe(false)
  })

  test("what villages do themselves lies with the regency's village service", () => {
    const decision = decide('transport.street-lighting', '64.08.04.2001', { roadStatus: 'VILLAGE' })
    expect(decision).toMatchObject({ government: '64.08', kind: 'dpmd', definite: false })
  })

  test('a subdistrict or ward office is the one of the place', () => {
    const office = decide('governance.subdistrict', '64.08.04.1010')
    expect(office.agency).toMatchObject({ kind: 'kecamatan', region: '64.08.04' })
    const ward = decide('governance.subdistrict', '64.08.04.1010', { office: 'KELURAHAN' })
    expect(ward.agency).toMatchObject({ kind: 'kelurahan', region: '64.08.04.1010' })
  })

  test('a place too wide to name the office leads to the coordinator, who has to confirm', () => {
    expect(decide('governance.subdistrict', '64.08')).toMatchObject({ kind: 'diskominfo', definite: false })
    expect(decide('education.primary', '64')).toMatchObject({ government: '64', kind: 'diskominfo', definite: false })
    expect(decide('education.primary', '00')).toMatchObject({ government: '00', kind: 'kemenpanrb', definite: false })
  })

  test('in Jakarta the province does what a regency does elsewhere', () => {
    expect(decide('public-works.water-supply', '31.71')).toMatchObject({ government: '31', kind: 'pdam' })
    expect(decide('education.primary', '31')).toMatchObject({ government: '31', kind: 'disdik' })
    expect(decide('governance.subdistrict', '31.71.01').agency.region).toBe('31.71.01')
  })

  test('a village that is not listed is taken as its district', () => {
    expect(decide('education.primary', '64.08.04.2999').government).toBe('64.08')
  })
})

describe('what has no answer', () => {
  test('an unknown category is refused', () => {
    expect(() => decide('nonsense', '64.08')).toThrow(expect.objectContaining({ code: 'UNKNOWN_CATEGORY' }))
  })

  test.each(['99', '64.99', '64.08.99', '64.08.99.2001', '6408', ''])('the place %j is refused', (location) => {
    expect(() => decide('land', location)).toThrow(expect.objectContaining({ code: 'UNKNOWN_LOCATION' }))
  })
})

test('every question about a place of the country is answered with an agency that exists', () => {
  const codes = [...reference.regions.all()].map(({ code }) => code)
  const question = fc.record({
    category: fc.constantFrom(...reference.categories),
    location: fc.oneof(fc.constantFrom(...codes), fc.constantFrom('00', '31', '31.71', '34', '64', '64.08', '91')),
    picks: fc.array(fc.nat(), { maxLength: 3 }),
  })
  fc.assert(
    fc.property(question, ({ category, location, picks }) => {
      const possible = category.details.flatMap(({ key, values }) => values.map((value) => ({ key, value })))
      const details = picks.flatMap((pick) => possible[pick % possible.length] ?? [])
      const { government, agency } = decideCompetence(
        { category: category.code, location, details },
        { reference, now: TUESDAY },
      )
      expect(governmentOf(government)).toBe(government)
      expect(agency.government).toBe(government)
      expect(reference.agency(agency.id)).toBe(agency)
    }),
    { numRuns: 2_000 },
  )
})
