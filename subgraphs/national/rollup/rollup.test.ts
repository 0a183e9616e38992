import { afterEach, beforeEach, expect, it } from 'vitest'
import { driveMember, type HandDriven } from '../hub/testing/hand-driven.ts'
import { filed, nextEvent } from '../hub/testing/messages.ts'
import { startTestHub, type TestHub } from '../hub/testing/test-hub.ts'

const VILLAGE = '64.08.04.2001'
let test: TestHub
let kutaiTimur: HandDriven

beforeEach(async () => {
  test = await startTestHub()
  kutaiTimur = driveMember('kutai-timur', () => test.hub)
}, 60_000)
afterEach(() => test.close())

const days = () => test.database.query('SELECT * FROM hub.work_day ORDER BY government, day')
const villages = () => test.database.query('SELECT * FROM hub.village_day ORDER BY village, day')
const cells = () =>
  test.database.query<{ status: string; count: number; first: string }>(
    `SELECT status, count::float8 AS count, to_char(first_filed AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS first
     FROM hub.recap_cell ORDER BY status`,
  )

it('a hub that starts with another calendar counts all days anew, and comes to the same from the same chains', async () => {
  const one = filed('64.08', { location: VILLAGE })
  await kutaiTimur.send(one, filed('64.08', { confidential: true, location: VILLAGE }))
  const answered = nextEvent(one.event, 'ANSWERED', { data: { status: 'ANSWERED' } })
  await kutaiTimur.send({ type: 'Event', complaint: one.complaint, event: answered })
  const kept = { days: await days(), villages: await villages() }
  expect(kept.days).toMatchObject([{ government: '64.08', filed: '2', answers: '1', custodies: '1' }])
  expect(kept.villages).toMatchObject([{ village: VILLAGE, filed: '1', settled: '1' }])

  await test.database.query(`UPDATE hub.day_version SET counted_by = 'an older calendar'`)
  await test.database.query('UPDATE hub.work_day SET filed = 7')
  await test.database.query('DELETE FROM hub.village_day')
  await test.restart()
  expect({ days: await days(), villages: await villages() }).toEqual(kept)

  await test.database.query('UPDATE hub.work_day SET filed = 7')
  await test.restart()
  expect(await days()).toMatchObject([{ filed: '7' }])
})

it('a cell that loses its first complaint begins with the next, and one that loses its last is gone', async () => {
  const [first, second] = ['2026-03-01', '2026-03-05'].map((day) => filed('64.08', { filedAt: `${day}T02:00:00.000Z` }))
  if (!first || !second) throw new Error('Two were filed')
  // The same agency handles both: they share a cell.
  const handledBy = first.event.data.handledBy
  const assigned = nextEvent(second.event, 'ASSIGNED', { data: { handledBy } })
  await kutaiTimur.send(second, first, { type: 'Event', complaint: second.complaint, event: assigned })
  expect(await cells()).toEqual([{ status: 'FILED', count: 2, first: '2026-03-01' }])

  const verify = (last: typeof assigned) => nextEvent(last, 'VERIFIED', { data: { status: 'VERIFIED' } })
  await kutaiTimur.send({ type: 'Event', complaint: first.complaint, event: verify(first.event) })
  expect(await cells()).toEqual([
    { status: 'FILED', count: 1, first: '2026-03-05' },
    { status: 'VERIFIED', count: 1, first: '2026-03-01' },
  ])
  await kutaiTimur.send({ type: 'Event', complaint: second.complaint, event: verify(assigned) })
  expect(await cells()).toEqual([{ status: 'VERIFIED', count: 2, first: '2026-03-01' }])
})

it('custody goes on when a cell is not what it should be', async () => {
  const message = filed('64.08')
  const { complaint, event } = message
  await kutaiTimur.send(message)
  await test.database.query('DELETE FROM hub.recap_cell')
  const verified = nextEvent(event, 'VERIFIED', { data: { status: 'VERIFIED' } })
  await kutaiTimur.send({ type: 'Event', complaint, event: verified })
  expect(await test.database.query('SELECT status FROM hub.listing WHERE complaint = $1', [complaint])).toEqual([
    { status: 'VERIFIED' },
  ])
})
