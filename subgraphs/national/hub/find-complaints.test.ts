import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectedCopies } from '../reconcile/rounds.ts'
import { complaintsOf, unsettledSamples } from './find-complaints.ts'
import { startTestHub, type TestHub } from './testing/test-hub.ts'

/** Who holds it and at whose door it was filed, by the complaint's id. */
const ROWS = [
  ['64-A', '64', '64'],
  ['6408-A', '64.08', '64.08'],
  ['6408-B', '64.08', '64'],
  ['6408-C', '64.08', '00'],
  ['6472-A', '64.72', '64.72'],
  ['7301-A', '73.01', '64.08'],
] as const

let hub: TestHub

beforeAll(async () => {
  hub = await startTestHub()
  for (const [complaint, door, holder] of ROWS) {
    await hub.database.query(
      `INSERT INTO hub.register
         (complaint, door, lease_class, dossier, holder, epoch, phase, shown, state, length, tip)
       VALUES ($1, $2, 'NORMAL', '{}', $3, 1, 'SETTLED', 0, 'HELD', 1, '')`,
      [complaint, door, holder],
    )
  }
})
afterAll(() => hub.close())

const FEW = ['64.08', '64']
/** So many that they are looked for in another way; nobody but two of them has anything. */
const MANY = [...FEW, ...Array.from({ length: 100 }, (_, i) => `99.${String(i).padStart(2, '0')}`)]

test.each([
  ['few', FEW],
  ['many', MANY],
])(
  'a page of %s governments has what they hold and what was filed at them, once each, in the order of ids',
  async (_, governments) => {
    const page = (after: string, limit: number) => complaintsOf(hub.database, governments, after, limit)
    expect(await page('', 3)).toEqual(['64-A', '6408-A', '6408-B'])
    expect(await page('6408-B', 3)).toEqual(['6408-C', '7301-A'])
    expect(await page('7301-A', 3)).toEqual([])
  },
)

test('a stretch of copies has both ends, and what lies between by complaint and government', async () => {
  const keysOf = async (stretch: Parameters<typeof expectedCopies>[2]) => {
    const copies = await expectedCopies(hub.database, FEW, stretch)
    return copies.map(({ complaint, government }) => `${complaint} ${government}`).toSorted()
  }
  expect(await keysOf({})).toEqual([
    ...['64-A 64', '6408-A 64.08', '6408-B 64', '6408-B 64.08', '6408-C 64.08', '7301-A 64.08'],
  ])
  const [after, until] = [
    { complaint: '6408-A', government: '64.08' },
    { complaint: '6408-B', government: '64' },
  ]
  expect(await keysOf({ after, until })).toEqual(['6408-B 64'])
  expect(await keysOf({ after: until })).toEqual(['6408-B 64.08', '6408-C 64.08', '7301-A 64.08'])
})

test('of each lease class one that is unsettled is found', async () => {
  await hub.database.query(
    `UPDATE hub.register SET phase = 'UNSETTLED' WHERE complaint IN ('64-A', '6408-A', '6472-A')`,
  )
  await hub.database.query(`UPDATE hub.register SET lease_class = 'URGENT' WHERE complaint = '6472-A'`)
  const found = await unsettledSamples(hub.database, [])
  expect(found).toHaveLength(2)
  expect(found).toContain('6472-A')
})
