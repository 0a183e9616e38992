import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { annexOf, brokenAt, type Chain, canonicalJson, commonLength, isBetter, isClosed, nextEvent } from './chain.ts'
import type { ChainEventType } from './messages.ts'

function chainOf(...types: readonly (readonly [ChainEventType, number])[]): Chain {
  let chain: Chain = []
  for (const [index, [type, epoch]] of types.entries()) {
    const data = { status: 'FILED' as const, handledBy: { id: '', name: '', shortName: '' } }
    chain = [...chain, nextEvent(chain, 'complaint', epoch, { id: `${index}`, type, at: '', by: '64', data })]
  }
  return chain
}

describe('a chain', () => {
  const chain = chainOf(['FILED', 1], ['VERIFIED', 1], ['HANDED_OVER', 7])

  test('that was only extended is unbroken', () => {
    expect(brokenAt(chain)).toBeUndefined()
    expect(chain.map((event) => event.seq)).toEqual([0, 1, 2])
  })

  test('is broken where an event was changed, left out or put elsewhere', () => {
    expect(brokenAt(chain.map((event, i) => (i === 1 ? { ...event, at: 'later' } : event)))).toBe(1)
    expect(brokenAt(chain.filter((_, i) => i !== 1))).toBe(1)
    expect(brokenAt([...chain].reverse())).toBe(0)
  })

  test('is better with a later epoch, and with more of the same', () => {
    const longer = chainOf(['FILED', 1], ['VERIFIED', 1], ['STARTED', 1], ['ANSWERED', 1])
    expect(isBetter(chain, longer)).toBe(true)
    expect(isBetter(longer, longer.slice(0, 3))).toBe(true)
    expect(isBetter(chain, chain)).toBe(false)
  })

  test('has as much in common with another as is equal from the start', () => {
    const hashes = chain.map((event) => event.hash)
    expect(commonLength(chain, hashes)).toBe(3)
    expect(commonLength(chain, ['other', ...hashes.slice(1)])).toBe(0)
    expect(commonLength(chain, hashes.slice(0, 2))).toBe(2)
  })

  test('that ends closed stays closed when its holder has it anew', () => {
    expect(isClosed(chainOf(['FILED', 1], ['CLOSED', 1], ['RESUMED', 9]))).toBe(true)
    expect(isClosed(chainOf(['FILED', 1], ['CLOSED', 1], ['REOPENED', 1]))).toBe(false)
  })

  test('leaves to the annex what it has not itself, once', () => {
    const [first, second, third] = chain
    if (!first || !second || !third) throw new Error('The chain has three events')
    expect(annexOf([first], [second, first], [third, second])).toEqual([second, third])
  })
})

test('canonical JSON does not depend on the order of fields, nor on fields that are undefined', () => {
  expect(canonicalJson({ b: [1, { d: 'x', c: null }], a: undefined })).toBe('{"b":[1,{"c":null,"d":"x"}]}')
})

test('texts are told as JSON tells them, whatever is in them', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), (fields) => {
      const sorted = Object.keys(fields)
        .sort()
        .map((key) => `${JSON.stringify(key)}:${JSON.stringify(fields[key])}`)
      expect(canonicalJson(fields)).toBe(`{${sorted.join(',')}}`)
    }),
  )
  for (const text of ['"', '\\', '\u007f', '\u001f', '~', ' ', ']', 'é', '\ud800']) {
    expect(canonicalJson([text])).toBe(JSON.stringify([text]))
  }
})
