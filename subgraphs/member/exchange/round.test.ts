import { afterAll, beforeEach, expect, test } from 'vitest'
import type { Actor } from '../domain/model.ts'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { readContact, readMailCursor } from '../store/exchange-state.ts'
import { appendNews } from '../store/log.ts'
import { actOnCase } from '../use-cases/act-on-case.ts'
import { fileComplaint } from '../use-cases/file-complaint.ts'
import { openTestMember, type TestMember } from '../use-cases/testing/test-member.ts'
import { BrokenMail } from './mail-place.ts'
import { exchangeRound } from './round.ts'
import { createRecordingHub, type RecordingHub } from './testing/recording-hub.ts'

const reference = loadReference()
let member: TestMember
let hub: RecordingHub

beforeEach(async () => {
  await member?.[Symbol.asyncDispose]()
  member = await openTestMember({ reference, governments: ['64.08'], now: () => TUESDAY })
  hub = createRecordingHub()
})
afterAll(() => member[Symbol.asyncDispose]())

const round = () => exchangeRound(member.around, hub, options, AbortSignal.timeout(10_000))
const options = { member: 'kutai-timur', session: 'this process', clock: () => 42 }
const confirmed = { type: 'Confirmed', incarnation: 1 } as const

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

test('the log goes to the hub in order, a hundred rows at a time, each once', async () => {
  await fill(250)
  await roundsUntilQuiet()
  expect(hub.log.map((row) => row.n)).toEqual(Array.from({ length: 250 }, (_, i) => i + 1))
  expect(Math.max(...hub.requests.map((request) => request.log.length))).toBe(100)
  await round()
  expect(hub.requests.at(-1)?.log).toEqual([])
})

test('mail is read to its end, and only then the contact is drained', async () => {
  for (let i = 0; i < 5; i++) hub.post(confirmed)
  const first = await round()
  expect(first.more).toBe(true)
  expect(first.contact.drainedAt).toBeUndefined()
  await roundsUntilQuiet()
  expect(await readMailCursor(member.database)).toEqual({ incarnation: 1, n: 5 })
  expect(await readContact(member.database)).toEqual({
    hubIncarnation: 1,
    logCursor: { incarnation: 1, n: 0 },
    heardAt: TUESDAY,
    drainedAt: TUESDAY,
  })
})

test('an answer that is lost loses nothing: the same rows are sent again and the same mail is read', async () => {
  await fill(3)
  hub.post(confirmed)
  const answer = hub.interfere
  hub.interfere = () => Promise.reject(new Error('the line is cut after the hub has read'))
  await expect(round()).rejects.toThrow('the line is cut')
  hub.interfere = answer
  await roundsUntilQuiet()
  expect(hub.log.map((row) => row.n)).toEqual([1, 2, 3])
  expect(await readMailCursor(member.database)).toEqual({ incarnation: 1, n: 1 })
})

test('an answer to another process, or of a hub that went back in time, is not taken', async () => {
  hub.post(confirmed)
  hub.interfere = (answer) => ({ ...answer, session: 'a former process' })
  await expect(round()).rejects.toThrow(BrokenMail)
  hub.interfere = (answer) => ({ ...answer, hubIncarnation: 2, mail: [] })
  await round()
  hub.interfere = (answer) => answer
  await expect(round()).rejects.toThrow('incarnation 1 after 2')
  expect(await readMailCursor(member.database)).toEqual({ incarnation: 2, n: 0 })
})

test('a missing row stops the reading, and what came before it stays', async () => {
  for (let i = 0; i < 4; i++) hub.post(confirmed)
  hub.interfere = (answer) => ({ ...answer, mail: answer.mail.filter((row) => row.n !== 3) })
  await round()
  await expect(round()).rejects.toThrow('a row is missing')
  expect(await readMailCursor(member.database)).toEqual({ incarnation: 1, n: 2 })
})

test('a hub that takes no rows is a fault, not a loop', async () => {
  await fill(1)
  hub.interfere = (answer) => ({ ...answer, logCursor: { incarnation: 0, n: 0 } })
  await expect(round()).rejects.toThrow('does not read on')
})

test('acts go on while the hub is away, and are told when it is back', async () => {
  hub.interfere = () => Promise.reject(new Error('the hub is down'))
  await expect(round()).rejects.toThrow()
  const { complaint } = await fileComplaint(member.around, sampleInput(), PUBLIC)
  const officer: Actor = { kind: 'person', subject: 'officer', role: 'coordinator', region: '64.08' }
  await actOnCase(
    member.around,
    { type: 'verify', case: complaint.case?.id ?? '', category: 'public-works.roads' },
    officer,
  )
  hub.interfere = (answer) => answer
  await roundsUntilQuiet()
  expect(hub.log.map((row) => row.message.type)).toEqual(['Filed', 'Event'])
})
