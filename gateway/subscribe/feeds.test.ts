import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FollowedLog } from './followed-log.fixture.ts'

const numbers = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i)

let log: FollowedLog
beforeEach(() => {
  log = new FollowedLog()
})
afterEach(() => expect(log.faults).toEqual([]))

describe('subscribers of the same', () => {
  it('are one at the member, and get what was made and written once', async () => {
    const [one, other] = [await log.follow(), await log.follow()]
    log.publish(3)
    await expect.poll(() => [one.outlet.seen, other.outlet.seen]).toEqual([numbers(1, 3), numbers(1, 3)])
    expect(log.starts).toEqual(['now'])
    expect(log.executed).toBe(3)
    expect(one.outlet.batches[0]).toBe(other.outlet.batches[0])
  })

  it('share nothing with those who come with another token or another secret', async () => {
    await log.follow({}, 'Bearer a')
    await log.follow({}, 'Bearer b')
    await log.follow({ secret: 's' }, 'Bearer b')
    await log.follow({ secret: 't' }, 'Bearer b')
    await log.follow()
    expect(log.starts).toHaveLength(5)
  })

  it('end at the member with the last of them', async () => {
    const [one, other] = [await log.follow(), await log.follow()]
    one.leave()
    expect(await one.ending).toBeUndefined()
    expect(log.starts).toEqual(['now'])
    other.leave()
    expect(await other.ending).toBeUndefined()
    expect(log.starts).toEqual([])
  })

  it('come again when the member is lost, and are one again', async () => {
    const both = [await log.follow(), await log.follow()]
    log.lose()
    for (const { ending } of both) expect(await ending).toEqual({ is: 'lost', reason: 'gone' })
    await log.follow({ after: '0' })
    await log.follow({ after: '0' })
    expect(log.starts).toEqual(['0'])
  })
})

describe('who continues after a cursor', () => {
  it('asks the member nothing when others have just got what is missing', async () => {
    const one = await log.follow()
    log.publish(5)
    await expect.poll(() => one.outlet.seen).toHaveLength(5)
    const again = await log.follow({ after: '2' })
    await expect.poll(() => again.outlet.seen).toEqual(numbers(3, 5))
    log.publish(1)
    await expect.poll(() => again.outlet.seen).toEqual(numbers(3, 6))
    expect(log.starts).toEqual(['now'])
  })

  it('reads on with the others from the event on where they meet, and nothing is missed or repeated', async () => {
    log.publish(50)
    const [fromNow, from10, from20] = [
      await log.follow(),
      await log.follow({ after: '10' }),
      await log.follow({ after: '20' }),
    ]
    await expect.poll(() => from10.outlet.seen).toEqual(numbers(11, 50))
    await expect.poll(() => from20.outlet.seen).toEqual(numbers(21, 50))
    log.publish(5)
    await expect.poll(() => fromNow.outlet.seen).toEqual(numbers(51, 55))
    await expect.poll(() => from10.outlet.seen).toEqual(numbers(11, 55))
    await expect.poll(() => from20.outlet.seen).toEqual(numbers(21, 55))
    expect(log.starts).toEqual(['now'])
  })

  it('gets a log of any length, though few of its events are kept', async () => {
    log.publish(10_000)
    const one = await log.follow({ after: '0' })
    await expect.poll(() => one.outlet.seen.length, { timeout: 20_000 }).toBe(10_000)
    expect(one.outlet.seen).toEqual(numbers(1, 10_000))
  })
})

describe('a slow subscriber', () => {
  it('reads again from the log what is no longer kept, and holds nobody up', async () => {
    const [fast, slow] = [await log.follow(), await log.follow()]
    log.publish(1)
    await expect.poll(() => slow.outlet.seen).toEqual([1])
    slow.outlet.full = true
    for (let hundreds = 0; hundreds < 30; hundreds++) {
      log.publish(100)
      await expect.poll(() => fast.outlet.seen.length).toBe(101 + hundreds * 100)
    }
    expect(slow.outlet.seen).toEqual([1])
    expect(log.starts).toEqual(['now'])
    slow.outlet.takeAgain()
    await expect.poll(() => slow.outlet.seen.length, { timeout: 20_000 }).toBe(3_001)
    expect(slow.outlet.seen).toEqual(numbers(1, 3_001))
    log.publish(1)
    await expect.poll(() => slow.outlet.seen.at(-1)).toBe(3_002)
    expect(log.starts).toEqual(['now'])
  })

  it('that reads from the past stops the reading at the member until it takes more', async () => {
    log.publish(5_000)
    const slow = await log.follow({ after: '0' })
    slow.outlet.full = true
    await expect.poll(() => log.starts).toEqual([])
    expect(slow.outlet.seen).toEqual([])
    slow.outlet.takeAgain()
    await expect.poll(() => slow.outlet.seen.length, { timeout: 20_000 }).toBe(5_000)
    expect(slow.outlet.seen).toEqual(numbers(1, 5_000))
  })

  it('that leaves while it waits leaves nothing behind', async () => {
    log.publish(5_000)
    const slow = await log.follow({ after: '0' })
    slow.outlet.full = true
    await expect.poll(() => log.starts).toEqual([])
    slow.outlet.takeAgain()
    slow.leave()
    expect(await slow.ending).toBeUndefined()
    await expect.poll(() => log.starts).toEqual([])
  })
})

it('a burst that nobody can take at once is read again from the log', async () => {
  const one = await log.follow()
  log.publish(1)
  await expect.poll(() => one.outlet.seen).toEqual([1])
  log.publish(5_000)
  await expect.poll(() => one.outlet.seen.length, { timeout: 20_000 }).toBe(5_001)
  expect(one.outlet.seen).toEqual(numbers(1, 5_001))
})
