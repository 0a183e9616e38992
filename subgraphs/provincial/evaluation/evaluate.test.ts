import { NO_WORK } from '@lawang/member/work'
import { expect, test } from 'vitest'
import type { KeptNation } from '../nation/kept-answers.ts'
import type { Provinces } from '../provinces.ts'
import { createEvaluations } from './evaluate.ts'

const provinces: Provinces = { read: () => '64', under: () => [], isVillageIn: () => false }

/** A nation that has counted one answer for each day up to the last that it is asked for, of each of three provinces. */
const nation: KeptNation = {
  ask: async (_query, variables) => {
    const answers = Number(String(variables.to).slice(-2))
    const row = (code: string) => ({ region: { code }, ...NO_WORK, filed: 1, answers })
    return { data: { workCounts: ['31', '64', '94'].map(row) }, asOf: new Date(0) }
  },
}

/** The answers that count of provinces of three time zones, from west to east. */
async function countedAt(now: string, quarter = '2026-Q4'): Promise<readonly number[]> {
  const { ofProvinces } = createEvaluations({ nation, provinces, now: () => new Date(now) })
  const all = await ofProvinces('64', quarter)
  return ['31', '64', '94'].map((code) => all.find(({ government }) => government === code)?.counts.answers ?? -1)
}

test('a province counts up to its own day: at midnight in the east the west has not begun the next one', async () => {
  expect(await countedAt('2026-11-22T14:59:59Z')).toEqual([22, 22, 22])
  expect(await countedAt('2026-11-22T15:00:00Z')).toEqual([22, 22, 23])
  expect(await countedAt('2026-11-22T16:00:00Z')).toEqual([22, 23, 23])
  expect(await countedAt('2026-11-22T17:00:00Z')).toEqual([23, 23, 23])
})

test('a quarter begins where its first day does, and has nothing yet of who is in the one before', async () => {
  expect(await countedAt('2026-12-31T15:00:00Z', '2027-Q1')).toEqual([0, 0, 1])
  expect(await countedAt('2026-12-31T16:59:59Z', '2027-Q1')).toEqual([0, 1, 1])
  expect(await countedAt('2026-12-31T17:00:00Z', '2027-Q1')).toEqual([1, 1, 1])
  expect(await countedAt('2026-12-31T16:00:00Z', '2026-Q4')).toEqual([31, 31, 31])
  await expect(countedAt('2026-12-31T14:59:59Z', '2027-Q1')).rejects.toThrow(
    expect.objectContaining({ code: 'FUTURE_MONTH' }),
  )
})

test('a quarter that has ended counts to its last day in every zone, at whatever hour', async () => {
  for (const hour of ['14', '15', '16', '17']) {
    expect(await countedAt(`2026-11-22T${hour}:30:00Z`, '2026-Q3')).toEqual([30, 30, 30])
  }
})
