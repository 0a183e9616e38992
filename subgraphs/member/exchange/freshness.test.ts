import { expect, test } from 'vitest'
import { freshnessOf } from './freshness.ts'

const STARTED = new Date('2026-03-17T02:00:00Z')
const later = (seconds: number) => new Date(STARTED.getTime() + seconds * 1_000)
const never = { contact: {}, silent: [], since: STARTED }
const heard = { ...never, contact: { heardAt: later(50), drainedAt: later(40) } }

test('what a server knows is as of the last answer with all its mail', () => {
  expect(freshnessOf(heard, '64', later(60))).toEqual({ asOf: later(40) })
})

test('whoever holds elsewhere is out of reach since the hub was last heard, when that is a minute ago', () => {
  expect(freshnessOf(heard, '64', later(111))).toEqual({ asOf: later(40), unreachableSince: later(50) })
})

test('a hub that was never heard is lost a minute after the start', () => {
  expect(freshnessOf(never, '64', later(60))).toEqual({ asOf: STARTED })
  expect(freshnessOf(never, '64', later(61))).toEqual({ asOf: STARTED, unreachableSince: STARTED })
})

test('a holder that the hub does not hear is known up to its silence; the others are not concerned', () => {
  const silent = [{ government: '64', since: later(10).toISOString() }]
  expect(freshnessOf({ ...heard, silent }, '64', later(60))).toEqual({ asOf: later(10), unreachableSince: later(10) })
  expect(freshnessOf({ ...heard, silent }, '72', later(60))).toEqual({ asOf: later(40) })
})
