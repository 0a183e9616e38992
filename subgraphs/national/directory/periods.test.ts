import { describe, expect, it } from 'vitest'
import { periodOf, spansBack } from './periods.ts'

/** The periods that a span's term stands for, oldest first. */
function periodsOf(term: string): readonly number[] {
  const [, length = '', number = ''] = /^@span-(\d+):(\d+)$/.exec(term) ?? []
  return Array.from({ length: Number(length) }, (_, i) => Number(number) * Number(length) + i)
}

describe('the spans that a search looks into', () => {
  it('cover each period from the newest to the oldest once, in that order', () => {
    for (const [newest, oldest] of [
      [83_066, 80_147],
      [83_067, 83_067],
      [83_071, 1],
      [83_044, 83_043],
      [4095, 0],
    ] as const) {
      const periods = spansBack(newest, oldest).flatMap((term) => periodsOf(term).toReversed())
      expect(periods).toEqual(Array.from({ length: newest - oldest + 1 }, (_, i) => newest - i))
    }
  })

  it('are never longer than what lies before them: a full page has looked at twice as much at most', () => {
    for (let newest = 82_900; newest < 82_964; newest++) {
      let passed = 0
      for (const term of spansBack(newest, 60_000)) {
        const length = periodsOf(term).length
        expect(length).toBeLessThanOrEqual(Math.max(1, passed))
        passed += length
      }
    }
  })

  it('are some forty for twenty years, whatever time it is', () => {
    for (let newest = 84_000; newest < 88_096; newest++) {
      expect(spansBack(newest, newest - 29_220).length).toBeLessThanOrEqual(49)
    }
  })

  it('none where the newest lies before the oldest', () => {
    expect(spansBack(10, 11)).toEqual([])
  })

  it('begin with periods of six hours in UTC', () => {
    expect(periodOf(new Date('1970-01-01T05:59:59Z'))).toBe(0)
    expect(periodOf(new Date('1970-01-01T06:00:00Z'))).toBe(1)
  })
})
