import { hubStep } from '@lawang/schema/exchange/hub-step'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { expectRecount } from '../watch/testing/recount.ts'
import { loadRegister } from './load-register.ts'
import { driveMember } from './testing/hand-driven.ts'
import { filed, handoverRequested } from './testing/messages.ts'
import { startTestHub, type TestHub } from './testing/test-hub.ts'

let test: TestHub

beforeEach(async () => {
  test = await startTestHub()
})
afterEach(async () => {
  await expectRecount(test.database)
  await test.close()
})

it('a restore makes of every row what the step of a restore makes of it, and empties all mail', async () => {
  const kutaiTimur = driveMember('kutai-timur', () => test.hub)
  const national = driveMember('national', () => test.hub)
  await national.send()
  const [held, waiting, moving] = [filed('64.08'), filed('64.08'), filed('64.08')]
  await kutaiTimur.send(
    ...[held, waiting, moving],
    handoverRequested(waiting.event, '64'),
    handoverRequested(moving.event, '00'),
  )
  const complaints = [held, waiting, moving].map(({ complaint }) => complaint).sort()
  const { state, now } = await test.hub.state()
  const register = await loadRegister(test.database, complaints)
  const expected = hubStep({ ...state, register }, { type: 'Restore', incarnation: 2 }, now).state.register

  await national.raw([], { hubIncarnation: 1, mailCursor: { incarnation: 1, n: 99 } })
  expect(test.hub.incarnation).toBe(2)
  const restored = await loadRegister(test.database, complaints)
  const byId = (rows: typeof restored) => new Map(rows.map((row) => [row.complaint, row]))
  expect(byId(restored)).toEqual(byId(expected))
  expect(await test.database.query('SELECT n FROM hub.mail')).toEqual([])
})
