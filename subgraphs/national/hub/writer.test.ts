import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHub, type TestHub } from './testing/test-hub.ts'

let target: TestHub
beforeAll(async () => {
  target = await startTestHub()
})
afterAll(() => target.close())

test('a process whose place another has taken writes nothing any more, and is told so', async () => {
  const former = target.hub
  await target.restart()
  const rows = () => target.database.query('SELECT counter.*, party.* FROM hub.counter, hub.party ORDER BY party.name')
  const before = await rows()
  await expect(former.lookAround()).rejects.toMatchObject({ name: 'HubReplaced' })
  expect(await rows()).toEqual(before)
  target.pass(10)
  await target.hub.lookAround()
  expect(await rows()).not.toEqual(before)
})
