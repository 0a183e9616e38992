import { NO_LEASE } from '@lawang/schema/exchange/lease'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { readContact } from '../store/exchange-state.ts'
import { appendNews } from '../store/log.ts'
import { readMember } from '../store/member-row.ts'
import { fileComplaint } from '../use-cases/file-complaint.ts'
import { openTestMember, type TestMember } from '../use-cases/testing/test-member.ts'
import { BrokenMail } from './broken-mail.ts'
import { createHighWaterMemory } from './high-water-file.ts'
import { exchangeRound, type RoundBefore, type RoundContext, type RoundResult } from './round.ts'
import { createRecordingHub, type RecordingHub } from './testing/recording-hub.ts'

const reference = loadReference()
let member: TestMember
let hub: RecordingHub
let context: RoundContext
let before: RoundBefore

beforeEach(async () => {
  member = await openTestMember({ reference, governments: ['64.08'], now: () => TUESDAY })
  hub = createRecordingHub()
  const { around, lease } = member
  context = { around, lease, hub, highWater: createHighWaterMemory(), session: 'this process' }
  before = { contact: await readContact(member.database) }
  // The hub and the member meet: the log begins with the report of that.
  await roundsUntilQuiet()
})
afterEach(() => member[Symbol.asyncDispose]())

/** One round, from where the last one that succeeded has ended. */
async function round(): Promise<RoundResult> {
  const result = await exchangeRound(context, before, AbortSignal.timeout(10_000))
  before = result
  return result
}
const confirmed = { type: 'Confirmed', incarnation: 1 } as const
const mailCursor = async () => (await readMember(member.database, 'member')).member.mailCursor

async function roundsUntilQuiet(): Promise<number> {
  for (let rounds = 1; ; rounds++) if (!(await round()).more) return rounds
}

const fill = (count: number) =>
  member.database.transaction((tx) =>
    appendNews(tx, {
      log: Array.from({ length: count }, (_, i) => ({
        type: 'HandoverWithdrawn',
        complaint: '6408-7ZK3M0Q9T2XV4B1CF',
        epoch: 1,
        request: `${i}`,
      })),
      feed: [],
    }),
  )

test('a hub that is met for the first time is told everything that is here', () => {
  expect(hub.log.map((row) => row.message)).toEqual([
    { type: 'Report', restored: false, hub: 1, page: 0, last: true, rows: [] },
  ])
})

test('the log goes to the hub in order, a hundred rows at a time, each once', async () => {
  await fill(250)
  await roundsUntilQuiet()
  expect(hub.log.map((row) => row.n)).toEqual(Array.from({ length: 251 }, (_, i) => i + 1))
  expect(Math.max(...hub.requests.map((request) => request.log.length))).toBe(100)
  await round()
  expect(hub.requests.at(-1)?.log).toEqual([])
})

test('mail is read to its end, and only then the contact is drained', async () => {
  for (let i = 0; i < 5; i++) hub.post(confirmed)
  const first = await round()
  expect(first.more).toBe(true)
  await roundsUntilQuiet()
  expect(await mailCursor()).toEqual({ incarnation: 1, n: 5 })
  expect(before.contact).toMatchObject({
    logCursor: { incarnation: 1, n: 1 },
    heardAt: TUESDAY,
    drainedAt: TUESDAY,
  })
})

test('only an answer that reaches the end of the mail renews the lease, from the moment of the question', async () => {
  member.lease.replace(NO_LEASE)
  hub.renew = ['NORMAL']
  for (let i = 0; i < 3; i++) hub.post(confirmed)
  member.machine.clock = 1_000
  await round()
  expect(member.lease.mark()).toEqual(NO_LEASE)
  hub.interfere = (answer) => {
    member.machine.clock = 9_000
    return answer
  }
  await round()
  expect(member.lease.mark().until).toEqual({ URGENT: 9_000, NORMAL: 1_000 + member.around.law.lease.NORMAL })
})

test('mail that cannot be read does not renew the lease', async () => {
  member.lease.replace(NO_LEASE)
  hub.renew = ['NORMAL', 'URGENT']
  hub.post({ type: 'Released', complaint: 'x', government: '64', epoch: 1, newEpoch: 2, to: '00', length: 0 })
  await expect(round()).rejects.toThrow('not hosted here')
  expect(member.lease.mark()).toEqual(NO_LEASE)
})

test('what is sent is in the file outside the database before', async () => {
  await fill(3)
  hub.interfere = async (answer) => {
    expect((await context.highWater.read())?.logHead).toEqual({ incarnation: 1, n: 4 })
    return answer
  }
  await round()
  expect(hub.log).toHaveLength(4)
})

test('an answer that is lost loses nothing: the same rows are sent again and the same mail is read', async () => {
  await fill(3)
  hub.post(confirmed)
  const answer = hub.interfere
  hub.interfere = () => Promise.reject(new Error('the line is cut after the hub has read'))
  await expect(round()).rejects.toThrow('the line is cut')
  hub.interfere = answer
  await roundsUntilQuiet()
  expect(hub.log.map((row) => row.n)).toEqual([1, 2, 3, 4])
  expect(await mailCursor()).toEqual({ incarnation: 1, n: 1 })
})

test('an answer to another process, or of a hub that went back in time, is not taken', async () => {
  hub.post(confirmed)
  hub.interfere = (answer) => ({ ...answer, session: 'a former process' })
  await expect(round()).rejects.toThrow(BrokenMail)
  hub.interfere = (answer) => ({ ...answer, hubIncarnation: 2, mail: [] })
  await round()
  hub.interfere = (answer) => answer
  await expect(round()).rejects.toThrow('incarnation 1 after 2')
  expect(await mailCursor()).toEqual({ incarnation: 2, n: 0 })
})

test('a hub of a higher incarnation is told everything anew, from the report on', async () => {
  await fill(2)
  await roundsUntilQuiet()
  const { complaint } = await fileComplaint(member.around, sampleInput(), PUBLIC)
  hub.interfere = (answer) => ({ ...answer, hubIncarnation: 2, logCursor: { incarnation: 0, n: 0 }, mail: [] })
  await round()
  await expect(round()).rejects.toThrow('does not read on')
  expect(hub.requests.at(-1)?.log.map((row) => row.message)).toMatchObject([
    { type: 'Report', hub: 2, rows: [{ complaint: complaint.id, state: 'HOLDING', epoch: 1 }] },
  ])
})

test('a missing row stops the reading, and what came before it stays', async () => {
  for (let i = 0; i < 4; i++) hub.post(confirmed)
  hub.interfere = (answer) => ({ ...answer, mail: answer.mail.filter((row) => row.n !== 3) })
  await round()
  await expect(round()).rejects.toThrow('a row is missing')
  expect(await mailCursor()).toEqual({ incarnation: 1, n: 2 })
})

test('a hub that takes no rows is a fault, not a loop', async () => {
  await fill(1)
  hub.interfere = (answer) => ({ ...answer, logCursor: { incarnation: 1, n: 1 } })
  await expect(round()).rejects.toThrow('does not read on')
})

test('copies for a reconciliation are of the moment of the log and the mail that they are sent with', async () => {
  const { complaint } = await fileComplaint(member.around, sampleInput(), PUBLIC)
  hub.interfere = (answer) => ({ ...answer, copies: { round: 7 } })
  await round()
  await round()
  const [, filed] = hub.log
  expect(hub.requests.at(-1)?.copies).toEqual({
    round: 7,
    last: true,
    rows: [
      {
        complaint: complaint.id,
        government: '64.08',
        state: 'HOLDING',
        epoch: 1,
        length: 1,
        tip: filed?.message.type === 'Filed' ? filed.message.event.hash : '',
      },
    ],
  })
})

test('how far the hub has read is written at once for a receipt that waits for it, and else when it has lagged', async () => {
  const stored = async () => (await readContact(member.database)).logCursor.n
  const known = await stored()
  await fill(2)
  await round()
  expect([before.contact.logCursor.n, await stored()]).toEqual([3, known])
  await fileComplaint(member.around, sampleInput({ category: undefined }), PUBLIC)
  await round()
  expect(await stored()).toBe(before.contact.logCursor.n)
})
