import { describe, expect, it } from 'vitest'
import { EventRing } from './event-ring.ts'
import { LiveEvent } from './live-event.ts'

const event = (number: number) => new LiveEvent({ data: { ticked: { cursor: `c${number}`, number } } })
const PLENTY = 1_000_000

function ringOf(count: number, maxBytes = PLENTY): { ring: EventRing; gone: string[] } {
  const ring = new EventRing()
  const gone: string[] = []
  for (let number = 1; number <= count; number++) ring.append(event(number), maxBytes, (cursor) => gone.push(cursor))
  return { ring, gone }
}

describe('EventRing', () => {
  it('finds events by their cursor, and gives what follows', () => {
    const { ring } = ringOf(5)
    const position = ring.positionOf('c3') ?? Number.NaN
    expect(ring.batchFrom(position + 1).events.map(({ cursor }) => cursor)).toEqual(['c4', 'c5'])
    expect(ring.lastCursor).toBe('c5')
  })

  it('lets the oldest events go, and keeps the positions of the others', () => {
    const { ring, gone } = ringOf(1_030)
    expect(gone).toEqual(['c1', 'c2', 'c3', 'c4', 'c5', 'c6'])
    expect([ring.first, ring.end, ring.positionOf('c1'), ring.positionOf('c7')]).toEqual([6, 1_030, undefined, 6])
  })

  it('keeps the newest event, however large it is', () => {
    const { ring } = ringOf(3, 1)
    expect([ring.first, ring.end]).toEqual([2, 3])
    expect(ring.isFull(1)).toBe(true)
  })

  it('gives those who have read as far the same batch, until there is more', () => {
    const { ring } = ringOf(3)
    const batch = ring.batchFrom(1)
    expect(ring.batchFrom(1)).toBe(batch)
    ring.append(event(4), PLENTY, () => {})
    expect(ring.batchFrom(1).events).toHaveLength(3)
  })
})
