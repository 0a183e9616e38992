import { describe, expect, test } from 'vitest'
import { type ConfidentialCell, rowsTold, SMALLEST_CELL, toldIn } from './small-cells.ts'

/** As many of a category at a door, none answered yet. */
const at = (door: string, key: string, received: number): ConfidentialCell => ({
  ...{ door, key, received },
  ...{ answered: 0, inProgress: 0, unanswered: received },
})
const shown = (region: string, ...cells: readonly ConfidentialCell[]) =>
  Object.fromEntries([...rowsTold(region, cells)].map(([key, { received }]) => [key, received]))

describe('of confidential complaints', () => {
  test.each([
    [0, {}],
    [1, {}],
    [9, {}],
    [10, { roads: 10 }],
  ])('a door with %d of one category shows %j', (received, expected) => {
    expect(shown('64.08', at('64.08', 'roads', received))).toEqual(expected)
  })

  test('a door shows none where one of the counts is small', () => {
    const counts = { received: 12, answered: 2, inProgress: 0, unanswered: 10 }
    expect([...rowsTold('64.08', [{ door: '64.08', key: 'roads', ...counts }])]).toEqual([])
  })

  test('a door shows none where its total, less what it shows, would be few', () => {
    expect(shown('64.08', at('64.08', 'roads', 12), at('64.08', 'water', 1))).toEqual({})
    expect(shown('64.08', at('64.08', 'roads', 12), at('64.08', 'water', 6), at('64.08', 'land', 5))).toEqual({
      roads: 12,
    })
  })

  test('few at a door are in no sum: where all of it were of one category, the total of the door would tell them', () => {
    expect(shown('64', at('64.08', 'roads', 7), at('64.02', 'roads', 8))).toEqual({})
    expect(shown('64', at('64.08', 'roads', 12), at('64.02', 'roads', 3))).toEqual({ roads: 12 })
  })

  test('a province tells together what doors with enough cannot tell alone', () => {
    const doors = [at('64.08', 'roads', 7), at('64.08', 'water', 13), at('64.02', 'roads', 8), at('64.02', 'water', 12)]
    expect(shown('64.08', ...doors.slice(0, 2))).toEqual({})
    expect(shown('64', ...doors)).toEqual({ roads: 15, water: 25 })
  })

  test('the nation shows what its provinces show, and together what they hold back', () => {
    const held = (door: string) => [at(door, 'roads', 5), at(door, 'water', 5)]
    expect(shown('00', ...held('64.08'), ...held('13.01'), at('00', 'land', 11))).toEqual({
      ...{ roads: 10, water: 10, land: 11 },
    })
    expect(shown('64', ...held('64.08'))).toEqual({})
  })
})

/** Numbers that look random and are the same each time. */
function* numbers(seed: number): Generator<(below: number) => number, never> {
  let state = seed
  for (;;) {
    yield (below) => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31
      return Math.floor((state / 2 ** 31) * below)
    }
  }
}

const DOORS = ['00', '13', '13.01', '13.02', '64', '64.02', '64.08', '72.01']
const KEYS = ['roads', 'water', 'land']
const COUNTS = ['received', 'answered', 'inProgress', 'unanswered'] as const
type Count = (typeof COUNTS)[number]

function randomCells(random: (below: number) => number): readonly ConfidentialCell[] {
  const draw = () => (random(3) === 0 ? random(9) + 1 : random(2) * (10 + random(20)))
  return DOORS.flatMap((door) =>
    KEYS.map((key) => {
      const [answered, inProgress, unanswered] = [draw(), random(4) === 0 ? draw() : 0, draw()]
      return { door, key, answered, inProgress, unanswered, received: answered + inProgress + unanswered }
    }),
  )
}

interface Bounds {
  low: number
  high: number
}

/**
 * What somebody finds out who knows every total and every recap, and even which doors were told together: the least and the
 * most that each hidden count can be, by narrowing each by all the others until nothing changes.
 */
function attack(cells: readonly ConfidentialCell[], count: Count): ReadonlyMap<ConfidentialCell, Bounds> {
  const bounds = new Map(
    cells.map((cell): [ConfidentialCell, Bounds] => [cell, { low: 0, high: Number.MAX_SAFE_INTEGER }]),
  )
  const sums: { readonly of: readonly ConfidentialCell[]; readonly is: number }[] = DOORS.map((door) => {
    const of = cells.filter((cell) => cell.door === door)
    return { of, is: of.reduce((all, cell) => all + cell[count], 0) }
  })
  for (const { doors, shown: told } of toldIn('00', cells)) {
    const here = cells.filter(({ door }) => doors.includes(door))
    for (const [key, counts] of told) sums.push({ of: here.filter((cell) => cell.key === key), is: counts[count] })
    const rest = here.filter(({ key }) => !told.has(key))
    sums.push({ of: rest, is: rest.reduce((all, cell) => all + cell[count], 0) })
  }
  for (let changed = true; changed; ) {
    changed = false
    for (const { of, is } of sums) {
      for (const cell of of) {
        const own = bounds.get(cell)
        const others = of.filter((other) => other !== cell).map((other) => bounds.get(other))
        if (!own) continue
        const low = Math.max(own.low, is - others.reduce((all, other) => all + (other?.high ?? 0), 0))
        const high = Math.min(own.high, is - others.reduce((all, other) => all + (other?.low ?? 0), 0))
        changed ||= low !== own.low || high !== own.high
        Object.assign(own, { low, high })
      }
    }
  }
  return bounds
}

test('nobody who has all totals and all recaps knows a count from 1 to 9 of a category at a door', () => {
  const { value: random } = numbers(7).next()
  let told = 0
  let hidden = 0
  for (let round = 0; round < 100; round++) {
    const cells = randomCells(random)
    told += toldIn('00', cells).length
    for (const count of COUNTS) {
      for (const [cell, { low, high }] of attack(cells, count)) {
        // What is few in all at a door, and so of no category alone, is no secret of any category where there is none.
        if (low === high) expect(low === 0 || low >= SMALLEST_CELL, `${count} of ${JSON.stringify(cell)}`).toBe(true)
        else hidden += 1
      }
    }
  }
  // Something is told, and something is to be found out: else nothing was tried.
  expect(told).toBeGreaterThan(20)
  expect(hidden).toBeGreaterThan(2_000)
})

test('what a region tells beside those under it is one sum at most, of no few in any of its counts', () => {
  const { value: random } = numbers(11).next()
  for (let round = 0; round < 200; round++) {
    const cells = randomCells(random)
    const under = (region: string) => cells.filter(({ door }) => region === '00' || door.startsWith(region))
    for (const [region, parts] of [
      ['64', ['64.02', '64.08']],
      ['00', ['13', '64', '72']],
    ] as const) {
      const own = (door: string) =>
        toldIn(
          'a door',
          cells.filter((cell) => cell.door === door),
        )
      const below = [...own(region), ...parts.flatMap((part) => toldIn(part, under(part)))].map(({ doors }) =>
        doors.join(),
      )
      const beside = toldIn(region, under(region)).filter(({ doors }) => !below.includes(doors.join()))
      expect(beside.length).toBeLessThanOrEqual(1)
      for (const { shown: sums } of beside) {
        for (const counts of sums.values()) {
          for (const count of COUNTS) expect(counts[count] === 0 || counts[count] >= SMALLEST_CELL).toBe(true)
        }
      }
    }
  }
})
