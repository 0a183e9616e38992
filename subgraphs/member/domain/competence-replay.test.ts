import { expect, test } from 'vitest'
import { loadReference, withRules } from '../reference/load.ts'
import { createReplay } from './competence-replay.ts'
import { TUESDAY } from './testing/samples.ts'

const current = loadReference()
const RULES = current.competence.flatMap(({ all }) => all)
const complaint = (id: string, category: string | undefined, roadStatus?: string) => ({
  ...{ id, door: '64.08', location: '64.08.04' },
  ...(category !== undefined && { category }),
  details: roadStatus === undefined ? [] : [{ key: 'roadStatus', value: roadStatus }],
})

test('a table against itself moves nothing', () => {
  const replay = createReplay({ current, proposed: current, now: TUESDAY })
  for (const { code } of current.categories) replay.add(complaint(code, code))
  expect(replay.result()).toMatchObject({ replayed: current.categories.length, moved: 0, moves: [] })
})

test('what a changed rule moves is counted by category and seats, and nothing else is', () => {
  const proposed = withRules(
    current,
    RULES.map((rule) =>
      rule.category === 'public-works.roads' && rule.detail?.value === 'REGENCY'
        ? { ...rule, tier: 'PROVINCIAL' as const }
        : rule,
    ),
    { version: 'proposed', validFrom: '2027-01-01' },
  )
  const replay = createReplay({ current, proposed, now: TUESDAY })
  for (const id of ['a', 'b']) replay.add(complaint(id, 'public-works.roads', 'REGENCY'))
  replay.add(complaint('c', 'public-works.roads', 'NATIONAL'))
  replay.add(complaint('d', 'energy.electricity'))
  replay.add(complaint('e', undefined))

  const { replayed, undecided, moved, moves } = replay.result()
  expect({ replayed, undecided, moved }).toEqual({ replayed: 4, undecided: 1, moved: 2 })
  expect(moves).toEqual([
    {
      category: 'public-works.roads',
      from: expect.objectContaining({ government: '64.08', kind: 'dinas-pu' }),
      to: expect.objectContaining({ government: '64', kind: 'dinas-pu' }),
      count: 2,
      samples: ['a', 'b'],
    },
  ])
})

test('a table that forgets a category is refused', () => {
  const rules = RULES.filter(({ category }) => category !== 'land')
  const proposed = withRules(current, rules, { version: 'proposed', validFrom: '2027-01-01' })
  const replay = createReplay({ current, proposed, now: TUESDAY })
  expect(() => replay.add(complaint('a', 'land'))).toThrow(expect.objectContaining({ code: 'UNKNOWN_CATEGORY' }))
})
