import { RETENTION } from '@lawang/schema/exchange/retention'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { pruneMail } from './prune-mail.ts'
import { driveMember, type HandDriven } from './testing/hand-driven.ts'
import { filed, handoverRequested } from './testing/messages.ts'
import { startTestHub, type TestHub } from './testing/test-hub.ts'

let test: TestHub
let kutaiTimur: HandDriven
let provincial: HandDriven

beforeEach(async () => {
  test = await startTestHub()
  // Mail is dated by the database.
  test.clock.now = new Date()
  kutaiTimur = driveMember('kutai-timur', () => test.hub)
  provincial = driveMember('provincial', () => test.hub)
})
afterEach(() => test.close())

const MINUTE = 60_000

const prune = () => pruneMail(test.database, test.hub.network.mailCursors, test.clock.now)

async function mailOf(member: string): Promise<readonly number[]> {
  const rows = await test.database.query<{ n: string }>('SELECT n FROM hub.mail WHERE member = $1 ORDER BY n', [member])
  return rows.map(({ n }) => Number(n))
}

/** A complaint of the regency that the province is granted; neither has said yet that it has read its mail. */
async function granted(): Promise<void> {
  const complaint = filed('64.08')
  await provincial.send()
  await kutaiTimur.send(complaint, handoverRequested(complaint.event, '64'))
}

it('mail that a member has read stays for as long as people may want to look at it', async () => {
  await granted()
  await kutaiTimur.send()
  test.pass(RETENTION - MINUTE)
  expect(await prune()).toBe(0)
  test.pass(2 * MINUTE)
  const before = await mailOf('kutai-timur')
  expect(before.length).toBeGreaterThan(0)
  expect(await prune()).toBe(before.length)
  expect(await mailOf('kutai-timur')).toEqual([])
})

it('mail that a member has not read stays for ever', async () => {
  await granted()
  test.pass(RETENTION + MINUTE)
  const before = await mailOf('provincial')
  await prune()
  expect(before.length).toBeGreaterThan(0)
  expect(await mailOf('provincial')).toEqual(before)
})

it('the mail of a member that this process has not heard stays', async () => {
  await granted()
  await kutaiTimur.send()
  const before = await mailOf('kutai-timur')
  test.pass(RETENTION + MINUTE)
  await test.restart()
  expect(await prune()).toBe(0)
  expect(await mailOf('kutai-timur')).toEqual(before)
})

it('no gap comes to be where the wall clock was put back', async () => {
  await granted()
  await granted()
  await kutaiTimur.send()
  const before = await mailOf('kutai-timur')
  await test.database.query("UPDATE hub.mail SET at = at + interval '1 hour' WHERE member = $1 AND n = $2", [
    'kutai-timur',
    before[1],
  ])
  test.pass(RETENTION + MINUTE)
  expect(await prune()).toBe(1)
  expect(await mailOf('kutai-timur')).toEqual(before.slice(1))
})
