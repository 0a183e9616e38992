import { afterEach, expect, test, vi } from 'vitest'
import { createWakeSource } from '../store/wakes.ts'
import { type ExchangeLoop, type ExchangeLoopOptions, startExchangeLoop } from './client.ts'
import type { RoundResult } from './round.ts'

const QUIET: RoundResult = { contact: { logCursor: { incarnation: 1, n: 0 } }, more: false }

const DEADLINE = { timeout: 20_000, interval: 2 }

let loop: ExchangeLoop | undefined
afterEach(() => loop?.stop())

/** A loop whose rounds and pauses the test ends by hand. */
function start(round: (number: number) => Promise<RoundResult>, took: readonly number[] = []) {
  const news = createWakeSource()
  const hub = createWakeSource()
  const faults: unknown[] = []
  const pauses: number[] = []
  const rests: number[] = []
  let now = 0
  let rounds = 0
  const pause: ExchangeLoopOptions['pause'] = (milliseconds, signal) => {
    pauses.push(milliseconds)
    return new Promise((resolve) => {
      if (signal.aborted) resolve()
      signal.addEventListener('abort', () => resolve())
    })
  }
  loop = startExchangeLoop({
    round: () => {
      now += took[rounds] ?? 0
      return round(++rounds)
    },
    onNews: news.onWake,
    onHub: hub.onWake,
    heard: () => {},
    report: (fault) => faults.push(fault),
    random: () => 1,
    pause,
    rest: async (milliseconds) => void rests.push(milliseconds),
    uptime: () => now,
  })
  const reaches = (count: number) => vi.waitFor(() => expect(rounds).toBe(count), DEADLINE)
  const pausedAfter = (count: number) =>
    vi.waitFor(() => expect([rounds, pauses.length]).toEqual([count, count]), DEADLINE)
  return { news, hub, faults, pauses, rests, reaches, pausedAfter, rounds: () => rounds }
}

test('news leads to a round at once', async () => {
  const { news, pausedAfter } = start(async () => QUIET)
  await pausedAfter(1)
  news.wake()
  await pausedAfter(2)
})

test('news that comes during a round leads to another one', async () => {
  const first = Promise.withResolvers<RoundResult>()
  const { news, pausedAfter } = start((round) => (round === 1 ? first.promise : Promise.resolve(QUIET)))
  news.wake()
  first.resolve(QUIET)
  await pausedAfter(2)
})

test('after a round the loop rests for a quarter of it, and a server that takes long gets no longer rest than so', async () => {
  const { news, rests, pausedAfter } = start(async () => QUIET, [2, 40, 400])
  await pausedAfter(1)
  news.wake()
  await pausedAfter(2)
  news.wake()
  await pausedAfter(3)
  expect(rests).toEqual([3, 10, 50])
})

test('while there is more, rounds follow each other without a pause', async () => {
  const { reaches, pauses, rests } = start(async (round) => ({ ...QUIET, more: round < 4 }))
  await reaches(4)
  expect(rests.length).toBeLessThanOrEqual(1)
  expect(pauses.length).toBeLessThanOrEqual(1)
})

test('after failures the pauses grow, own news does not shorten them, and the hub does', async () => {
  const { news, hub, pauses, pausedAfter, rounds } = start(async (round) => {
    if (round < 4) throw new Error('away')
    return QUIET
  })
  for (let round = 1; round <= 3; round++) {
    await pausedAfter(round)
    news.wake()
    expect(rounds()).toBe(round)
    hub.wake()
  }
  await pausedAfter(4)
  expect(pauses.slice(0, 3)).toEqual([250, 500, 1_000])
})

test('a fault is reported, and so is its end', async () => {
  const away = new Error('away')
  const { hub, faults, pausedAfter } = start(async (round) => {
    if (round === 1) throw away
    return QUIET
  })
  await pausedAfter(1)
  hub.wake()
  await pausedAfter(2)
  expect(faults).toEqual([away, undefined])
})

test('stopping ends a pause, and no round begins any more', async () => {
  const { news, pausedAfter, rounds } = start(async () => QUIET)
  await pausedAfter(1)
  await loop?.stop()
  news.wake()
  expect(rounds()).toBe(1)
})
