import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { FeedRow } from './feed-table.ts'
import { FeedTail, type FeedTailOptions } from './feed-tail.ts'
import { createWakeSource } from './wakes.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const options = (read: FeedTailOptions['read'], changes: Partial<FeedTailOptions> = {}): FeedTailOptions => ({
  wakes: createWakeSource(),
  newest: async () => 0,
  page: 200,
  read,
  ...changes,
})

/** A feed of so many rows; more are written by `write`. */
function feedOf(written: number) {
  const wakes = createWakeSource()
  let last = written
  const read = vi.fn(async (after: number) => rowsBetween(after, last))
  return {
    read,
    tail: new FeedTail(options(read, { wakes, newest: async () => last })),
    write(count: number) {
      last += count
      wakes.wake()
    },
  }
}

const rowsBetween = (after: number, last: number): readonly FeedRow[] =>
  Array.from({ length: last - after }, (_, i) => ({ n: after + i + 1 }) as FeedRow)

const numbers = (rows: readonly FeedRow[] | undefined) => rows?.map(({ n }) => n)

test('a read that fails is tried again', async () => {
  const read = vi.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValue([])
  const tail = new FeedTail(options(read))
  await tail.refresh()
  await vi.advanceTimersToNextTimerAsync()
  expect(read).toHaveBeenCalledTimes(2)
  tail.close()
})

test('a read that fails because the server is stopping is the last one', async () => {
  const reading = Promise.withResolvers<never>()
  const tail = new FeedTail(options(() => reading.promise))
  const refreshed = tail.refresh()
  tail.close()
  reading.reject(new Error('closed'))
  await refreshed
  expect(vi.getTimerCount()).toBe(0)
})

test('nothing is read for a feed that nobody follows', async () => {
  const { read, tail, write } = feedOf(3)
  write(1)
  const leave = await tail.join()
  expect(read).toHaveBeenCalledTimes(1)
  leave()
  write(1)
  write(1)
  await tail.refresh()
  expect(read).toHaveBeenCalledTimes(2)
  tail.close()
})

test('who follows after a time without followers has the newest rows, and none is missing behind them', async () => {
  const { tail, write } = feedOf(3)
  const leave = await tail.join()
  write(2)
  await tail.refresh()
  leave()
  write(4)
  await tail.join()
  expect(tail.rowsAfter(8)).toBeUndefined()
  write(2)
  await tail.refresh()
  expect(numbers(tail.rowsAfter(9))).toEqual([10, 11])
  tail.close()
})

test('rows that were read while the tail was placed anew are not taken for those behind it', async () => {
  const late = Promise.withResolvers<readonly FeedRow[]>()
  const wakes = createWakeSource()
  let last = 2
  const read = vi.fn(async (after: number) => rowsBetween(after, last)).mockReturnValueOnce(late.promise)
  const tail = new FeedTail(options(read, { wakes, newest: async () => last }))
  const first = tail.join()
  await vi.advanceTimersByTimeAsync(0)
  last = 5
  const reading = tail.refresh()
  // Its follower leaves, and another comes when the feed is longer; the first read is answered after that.
  const second = leaveAndCome()
  late.resolve(rowsBetween(2, 5))
  await Promise.all([first, reading, second])
  last = 7
  await tail.refresh()
  expect(numbers(tail.rowsAfter(5))).toEqual([6, 7])
  tail.close()

  async function leaveAndCome(): Promise<void> {
    void first.then((leave) => leave())
    wakes.wake()
    await tail.join()
  }
})

test('a follower that cannot be told where the feed ends is told so', async () => {
  const newest = vi.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValue(4)
  const tail = new FeedTail(options(async () => [], { newest }))
  await expect(tail.join()).rejects.toThrow('away')
  await tail.join()
  expect(tail.head).toBe(4)
  tail.close()
})
