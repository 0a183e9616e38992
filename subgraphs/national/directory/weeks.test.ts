import { describe, expect, it } from 'vitest'
import { spansBack, weekOf } from './weeks.ts'

/** The weeks that a span's term stands for, oldest first. */
function weeksOf(term: string): readonly number[] {
  const [, length = '1', number = ''] = /^@week(?:s-(\d+))?:(\d+)$/.exec(term) ?? []
  return Array.from({ length: Number(length) }, (_, i) => Number(number) * Number(length) + i)
}

describe('the spans that a search looks into', () => {
  it('cover each week from the newest to the oldest once, in that order', () => {
    for (const [newest, oldest] of [
      [2966, 2862],
      [2967, 2967],
      [3071, 1],
      [2944, 2943],
      [1023, 0],
    ] as const) {
      const weeks = spansBack(newest, oldest).flatMap((term) => weeksOf(term).toReversed())
      expect(weeks).toEqual(Array.from({ length: newest - oldest + 1 }, (_, i) => newest - i))
    }
  })

  it('are never longer than what lies before them: a full page has looked at twice as much at most', () => {
    for (let newest = 2900; newest < 2964; newest++) {
      let passed = 0
      for (const term of spansBack(newest, 2000)) {
        const length = weeksOf(term).length
        expect(length).toBeLessThanOrEqual(Math.max(1, passed))
        passed += length
      }
    }
  })

  it('are a score for twenty years, whatever week it is', () => {
    for (let newest = 4000; newest < 5024; newest++) {
      expect(spansBack(newest, newest - 1043).length).toBeLessThanOrEqual(32)
    }
  })

  it('none where the newest lies before the oldest', () => {
    expect(spansBack(10, 11)).toEqual([])
  })

  it('begin with weeks in UTC', () => {
    expect(weekOf(new Date('1970-01-07T23:59:59Z'))).toBe(0)
    expect(weekOf(new Date('1970-01-08T00:00:00Z'))).toBe(1)
  })
})
