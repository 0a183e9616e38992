import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FeedTail } from './feed-tail.ts'
import { createWakeSource } from './wakes.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('a read that fails is tried again', async () => {
  const read = vi.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValue([])
  const tail = new FeedTail(createWakeSource(), 0, read)
  await tail.refresh()
  await vi.advanceTimersToNextTimerAsync()
  expect(read).toHaveBeenCalledTimes(2)
  tail.close()
})

test('a read that fails because the server is stopping is the last one', async () => {
  const reading = Promise.withResolvers<never>()
  const tail = new FeedTail(createWakeSource(), 0, () => reading.promise)
  const refreshed = tail.refresh()
  tail.close()
  reading.reject(new Error('closed'))
  await refreshed
  expect(vi.getTimerCount()).toBe(0)
})
