import { describe, expect, test } from 'vitest'
import { type DoorCounts, SMALLEST_CELL, showable } from './small-cells.ts'

/** As many at a door, none answered yet. */
const at = (door: string, received: number): DoorCounts => ({
  door,
  received,
  answered: 0,
  inProgress: 0,
  unanswered: received,
})
const shown = (region: string, ...doors: readonly DoorCounts[]) => showable(region, doors).received

describe('of confidential complaints', () => {
  test.each([
    [0, 0],
    [1, 0],
    [9, 0],
    [10, 10],
  ])('a door with %d shows %d', (received, expected) => {
    expect(shown('64.08', at('64.08', received))).toBe(expected)
  })

  test('a door shows none where one of the counts is small', () => {
    expect(showable('64.08', [{ door: '64.08', received: 12, answered: 2, inProgress: 0, unanswered: 10 }])).toEqual({
      received: 0,
      answered: 0,
      inProgress: 0,
      unanswered: 0,
    })
  })

  test('a province does not show what one regency holds back, for the difference would tell it', () => {
    expect(shown('64', at('64.08', 12), at('64.02', 3))).toBe(12)
    expect(shown('64', at('64', 12), at('64.02', 3))).toBe(12)
  })

  test('a province does not show what two hold back while it is few together', () => {
    expect(shown('64', at('64.08', 3), at('64.02', 4))).toBe(0)
  })

  test('a province shows all where several hold back enough together', () => {
    expect(shown('64', at('64.08', 7), at('64.02', 8))).toBe(15)
  })

  test('the nation sees its provinces as they show themselves', () => {
    expect(shown('00', at('64.08', 7), at('64.02', 8), at('13.01', 9))).toBe(15)
    expect(shown('00', at('64.08', 7), at('13.01', 9))).toBe(16)
    expect(shown('00', at('64.08', 12), at('00', 4))).toBe(12)
  })
})

/** Numbers that look random and are the same each time. */
function* numbers(seed: number, below: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    yield Math.floor((state / 2 ** 31) * below)
  }
}

test('no difference between a region and those under it tells a count from 1 to 9', () => {
  const names = ['00', '13', '13.01', '13.02', '64', '64.02', '64.08', '72.01', '72.02']
  const random = numbers(7, 26)
  const draw = () => (random.next().value % 2 === 0 ? random.next().value : 0)
  for (let round = 0; round < 400; round++) {
    const doors = names.map((door): DoorCounts => {
      const [answered, inProgress, unanswered] = [draw(), draw(), draw()]
      return { door, answered, inProgress, unanswered, received: answered + inProgress + unanswered }
    })
    for (const key of ['received', 'answered', 'inProgress', 'unanswered'] as const) {
      const own = (name: string) =>
        showable(
          'a door',
          doors.filter(({ door }) => door === name),
        )[key]
      const of = (region: string) =>
        showable(
          region,
          doors.filter(({ door }) => region === '00' || door.startsWith(region)),
        )[key]
      const provinces = ['13', '64', '72']
      const differences = [
        of('00') - own('00') - provinces.reduce((all, province) => all + of(province), 0),
        ...provinces.map(
          (province) =>
            of(province) - names.filter((name) => name.startsWith(province)).reduce((all, name) => all + own(name), 0),
        ),
      ]
      const small = differences.filter((difference) => difference !== 0 && difference < SMALLEST_CELL)
      expect(small, `${key} of round ${round}`).toEqual([])
    }
  }
})
