import { describe, expect, it } from 'vitest'
import { EventQueue } from './event-queue.ts'
import { UpstreamLost } from './upstream.ts'

async function readAll(queue: EventQueue<number>): Promise<{ seen: number[]; failure: unknown }> {
  const seen: number[] = []
  try {
    for await (const event of queue) seen.push(event)
    return { seen, failure: undefined }
  } catch (failure) {
    return { seen, failure }
  }
}

describe('EventQueue', () => {
  it('gives what came, in order, and ends after it', async () => {
    const queue = new EventQueue<number>(10)
    const reading = readAll(queue)
    queue.push(1)
    queue.push(2)
    await Promise.resolve()
    queue.push(3)
    queue.end()
    expect(await reading).toEqual({ seen: [1, 2, 3], failure: undefined })
  })

  it('fails when its reader is too slow, after what was still taken', async () => {
    const queue = new EventQueue<number>(2)
    expect([queue.push(1), queue.push(2), queue.push(3), queue.push(4)]).toEqual([true, true, false, false])
    const { seen, failure } = await readAll(queue)
    expect(seen).toEqual([1, 2])
    expect(failure).toBeInstanceOf(UpstreamLost)
  })

  it('ends at once when it is cancelled', async () => {
    const queue = new EventQueue<number>(10)
    queue.push(1)
    queue.cancel()
    expect(queue.push(2)).toBe(false)
    expect(await readAll(queue)).toEqual({ seen: [], failure: undefined })
  })

  it('keeps the first of its ends', async () => {
    const queue = new EventQueue<number>(10)
    queue.end()
    queue.fail(new Error('later'))
    expect(await readAll(queue)).toEqual({ seen: [], failure: undefined })
  })
})
