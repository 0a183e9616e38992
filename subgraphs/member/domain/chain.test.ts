import type { ChainEvent, EventData } from '@lawang/schema/exchange/messages'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'
import { appendEvents, verifyChain } from './chain.ts'
import { COMPLAINT, sampleChain, TUESDAY } from './testing/samples.ts'

const data: EventData = { status: 'FILED', handledBy: { id: '6408-X', name: 'Dinas', shortName: 'D' } }
const chain = sampleChain([
  { type: 'FILED', data },
  { type: 'VERIFIED', data: { ...data, status: 'VERIFIED', reason: 'Lengkap' } },
  { type: 'STARTED', data: { ...data, status: 'IN_PROGRESS' } },
])

describe('canonical JSON', () => {
  test('does not depend on the order of keys, nor on members that are undefined', () => {
    expect(canonicalJson({ b: [1, { d: undefined, c: 'é' }], a: null })).toBe('{"a":null,"b":[1,{"c":"é"}]}')
  })

  test('means what the value means: reading it gives the value that JSON gives', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  test.each([1n, Number.NaN, () => 1])('refuses what JSON cannot say', (value) => {
    expect(() => canonicalJson({ value })).toThrow(TypeError)
  })
})

describe('a chain', () => {
  test('is intact as it was written, and after a journey through JSON with other key orders', () => {
    expect(verifyChain(chain)).toEqual({ intact: true })
    const travelled: ChainEvent[] = JSON.parse(
      JSON.stringify(chain.map((event) => Object.fromEntries(Object.entries(event).reverse()))),
    )
    expect(verifyChain(travelled)).toEqual({ intact: true })
  })

  test('goes on from its tip', () => {
    const tip = chain.at(-1)
    const more = appendEvents(
      tip,
      [
        { type: 'ANSWERED', data },
        { type: 'CLOSED', data },
      ],
      ['a', 'b'],
      {
        complaint: COMPLAINT,
        epoch: 2,
        at: TUESDAY,
        by: '00',
      },
    )
    expect(more.map(({ seq }) => seq)).toEqual([3, 4])
    expect(verifyChain(more, tip)).toEqual({ intact: true })
    expect(verifyChain([...chain, ...more])).toEqual({ intact: true })
  })

  test.each([
    ['a changed word', 'HASH', (event: ChainEvent) => ({ ...event, data: { ...event.data, reason: 'Lain' } })],
    ['a changed moment', 'HASH', (event: ChainEvent) => ({ ...event, at: '2026-03-18T00:00:00.000Z' })],
    ['a number that is not the next', 'SEQUENCE', (event: ChainEvent) => ({ ...event, seq: 7 })],
    ['an epoch that falls', 'EPOCH', (event: ChainEvent) => ({ ...event, epoch: 0 })],
    ['another predecessor', 'PREVIOUS_HASH', (event: ChainEvent) => ({ ...event, prevHash: 'f'.repeat(64) })],
    ['an event of another complaint', 'COMPLAINT', (event: ChainEvent) => ({ ...event, complaint: '64-X' })],
  ] as const)('shows %s', (_what, fault, change) => {
    const altered = chain.map((event, i) => (i === 1 ? change(event) : event))
    expect(verifyChain(altered)).toEqual({ intact: false, index: 1, fault })
  })

  test('shows that an event is missing', () => {
    expect(verifyChain(chain.filter((_, i) => i !== 1))).toMatchObject({ intact: false, fault: 'SEQUENCE' })
  })
})
