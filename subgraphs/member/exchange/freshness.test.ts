import { expect, test } from 'vitest'
import { freshnessOf } from './freshness.ts'

const STARTED = new Date('2026-03-17T02:00:00Z')
const later = (seconds: number) => new Date(STARTED.getTime() + seconds * 1_000)
const never = { hubIncarnation: 0, logCursor: { incarnation: 0, n: 0 } }

test('what a server knows is as of the last answer with all its mail', () => {
  const contact = { ...never, heardAt: later(50), drainedAt: later(40) }
  expect(freshnessOf(contact, STARTED, later(60))).toEqual({ asOf: later(40) })
})

test('a hub that was not heard for a minute is lost since it was last heard', () => {
  const contact = { ...never, heardAt: later(50), drainedAt: later(40) }
  expect(freshnessOf(contact, STARTED, later(111))).toEqual({ asOf: later(40), hubLostSince: later(50) })
})

test('a hub that was never heard is lost a minute after the start', () => {
  expect(freshnessOf(never, STARTED, later(60))).toEqual({ asOf: STARTED })
  expect(freshnessOf(never, STARTED, later(61))).toEqual({ asOf: STARTED, hubLostSince: STARTED })
})
