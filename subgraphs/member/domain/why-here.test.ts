import { describe, expect, test } from 'vitest'
import { loadReference } from '../reference/load.ts'
import { decideCompetence } from './competence.ts'
import { routingOf } from './routing.ts'
import { sampleChain, TUESDAY } from './testing/samples.ts'
import { whyHere, whyHereWords } from './why-here.ts'

const reference = loadReference()
const HANDLED = { id: '6408-2FHNQNG9FWP23ADWK', name: 'Dinas Komunikasi dan Informatika', shortName: 'Diskominfo' }
const routing = (category: string, details: Record<string, string> = {}) =>
  routingOf(
    decideCompetence(
      { category, location: '64.08', details: Object.entries(details).map(([key, value]) => ({ key, value })) },
      { reference, now: TUESDAY },
    ),
  )
const filed = (by: Parameters<typeof sampleChain>[0][number]['data']['routing']) =>
  ({ type: 'FILED', data: { status: 'FILED', handledBy: HANDLED, ...(by && { routing: by }) } }) as const

describe('why a complaint is where it is', () => {
  test('without a category nobody has decided', () => {
    const why = whyHere(sampleChain([filed(undefined)]))
    expect(why).toEqual({ basis: 'NO_CATEGORY', government: '64.08' })
    expect(why && whyHereWords(why, 'ID', reference)).toBe(
      'Laporan belum diberi kategori; Pemerintah Kabupaten Kutai Timur menentukannya lebih dahulu.',
    )
  })

  test('the rule that names the government is told with its citation and its table, in both languages', () => {
    const roads = routing('public-works.roads', { roadStatus: 'REGENCY' })
    const why = whyHere(sampleChain([filed(roads)]))
    expect(why).toMatchObject({ basis: 'RULE', routing: { rule: roads.rule, table: '2026-11', definite: true } })
    expect(why && whyHereWords(why, 'ID', reference)).toBe(
      `Urusan Infrastruktur jalan merupakan kewenangan Pemerintah Kabupaten Kutai Timur dan ditangani oleh ${roads.agency.name} (${roads.citation}).`,
    )
    expect(why && whyHereWords(why, 'EN', reference)).toContain(
      'is a matter of the government of Kabupaten Kutai Timur',
    )
  })

  test('while the rules name another government it says where it will go', () => {
    const why = whyHere(sampleChain([filed(routing('energy.electricity'))]))
    expect(why).toMatchObject({ basis: 'RULE_ELSEWHERE', government: '64.08', routing: { to: '00' } })
    expect(why && whyHereWords(why, 'EN', reference)).toMatch(/^The complaint is with .* national government/)
  })

  test('what a later verification says about takes the place of what was said at filing', () => {
    const verified = {
      type: 'VERIFIED',
      data: { status: 'VERIFIED', handledBy: HANDLED, routing: routing('transport.street-lighting') },
    } as const
    const why = whyHere(sampleChain([filed(routing('energy.electricity')), verified]))
    expect(why?.routing?.category).toBe('transport.street-lighting')
  })

  test("a superior's decision stands, whatever the rules say", () => {
    const taken = { type: 'HANDED_OVER', data: { status: 'FILED', handledBy: HANDLED, why: 'DECISION' } } as const
    const why = whyHere(sampleChain([filed(routing('energy.electricity')), taken]))
    expect(why?.basis).toBe('DECISION')
  })

  test('what is not definite is said to need confirmation', () => {
    const unsure = { ...routing('public-works.roads', { roadStatus: 'REGENCY' }), definite: false }
    const why = whyHere(sampleChain([filed(unsure)]))
    expect(why && whyHereWords(why, 'EN', reference)).toMatch(/An officer has yet to confirm this\.$/)
  })
})
