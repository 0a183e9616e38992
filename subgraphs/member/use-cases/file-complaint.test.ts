import { parseLogMessage } from '@lawang/schema/exchange/validate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReplayedComplaint } from '../domain/competence-replay.ts'
import { hashSecret } from '../domain/identifiers.ts'
import type { Actor } from '../domain/model.ts'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { complaintQueries } from '../store/complaint-queries.ts'
import { readReplayed } from '../store/replayed-complaints.ts'
import { fileComplaint } from './file-complaint.ts'
import { openTestMember, type TestMember } from './testing/test-member.ts'

let member: TestMember

beforeAll(async () => {
  member = await openTestMember({ reference: loadReference(), governments: ['64.08'], now: () => TUESDAY })
})
afterAll(() => member[Symbol.asyncDispose]())

const KIOSK: Actor = { kind: 'person', subject: 'kiosk-1', role: 'kiosk', region: '64.08' }
const fileAtKiosk = (changes: Parameters<typeof sampleInput>[0]) =>
  fileComplaint(member.around, sampleInput(changes), KIOSK)
const file = (changes: Parameters<typeof sampleInput>[0] = {}) =>
  fileComplaint(member.around, sampleInput(changes), PUBLIC)

async function countOf(table: string, complaint: string, key = 'complaint'): Promise<number> {
  const [row] = await member.database.query<{ n: string }>(`SELECT count(*) AS n FROM ${table} WHERE ${key} = $1`, [
    complaint,
  ])
  return Number(row?.n)
}

test('a complaint is stored with its case, custody, first event, feed row and log row at once', async () => {
  const { complaint, secret } = await file()

  expect(complaint).toMatchObject({ door: '64.08', status: 'FILED', holder: '64.08', epoch: 1, filedAt: TUESDAY })
  expect(complaint.handledBy.shortName).toBe('Diskominfo')
  expect(complaint.secretHash).toBe(hashSecret(secret))
  expect(await countOf('case_file', complaint.id)).toBe(1)
  expect(await countOf('feed', complaint.id)).toBe(1)
  const custody = await member.database.query('SELECT state, epoch FROM custody WHERE complaint = $1', [complaint.id])
  expect(custody).toEqual([{ state: 'HOLDING', epoch: '1' }])
  const [filed] = await member.logOf('Filed', complaint.id)
  expect(filed).toMatchObject({ door: '64.08', epoch: 1, event: { type: 'FILED', seq: 0, by: '64.08' } })
  const queries = complaintQueries(member.database)
  expect(await queries.byIds([complaint.id])).toEqual([complaint])
  expect(await queries.journeysOf([complaint])).toMatchObject([[{ sequence: 1, type: 'FILED', status: 'FILED' }]])
})

test('what another government is competent for beyond doubt is asked for in the same transaction', async () => {
  const { complaint } = await file({ category: 'energy.electricity' })

  expect(complaint.handledBy.shortName).toBe('Diskominfo')
  const custody = await member.database.query('SELECT state FROM custody WHERE complaint = $1', [complaint.id])
  expect(custody).toEqual([{ state: 'OFFERING' }])
  const [requested] = await member.logOf('HandoverRequested', complaint.id)
  expect(requested).toMatchObject({
    to: '00',
    epoch: 1,
    dossier: { title: 'Lampu jalan padam', contentHash: complaint.contentHash },
    event: { type: 'HANDOVER_REQUESTED', seq: 1 },
  })
  expect(requested?.request).toBe(requested?.event.id)
  expect(parseLogMessage(requested)).toEqual(requested)
  const rows = await member.database.query<{ xmin: string }>(
    'SELECT DISTINCT xmin FROM log WHERE message ->> $1 = $2',
    ['complaint', complaint.id],
  )
  expect(rows).toHaveLength(1)
  const [journey] = await complaintQueries(member.database).journeysOf([complaint])
  expect(journey).toHaveLength(1)
})

test('the same idempotency key and content give the same complaint and the same secret', async () => {
  const first = await file({ idempotencyKey: 'retry' })
  const second = await file({ idempotencyKey: 'retry' })
  expect(second.complaint.id).toBe(first.complaint.id)
  expect(second.secret).toBe(first.secret)
  expect([first.isNew, second.isNew]).toEqual([true, false])
  expect(await countOf('complaint', first.complaint.id, 'id')).toBe(1)
  expect(await member.logOf('Filed', first.complaint.id)).toHaveLength(1)
})

test("a bearer's same idempotency key with another content is refused and changes nothing", async () => {
  const { complaint } = await fileAtKiosk({ idempotencyKey: 'reused' })
  await expect(fileAtKiosk({ idempotencyKey: 'reused', body: 'Hal lain sama sekali.' })).rejects.toMatchObject({
    code: 'IDEMPOTENCY_CONFLICT',
  })
  const [stored] = await complaintQueries(member.database).byIds([complaint.id])
  expect(stored?.body).toBe(complaint.body)
})

test('of many retries at the same moment one is stored and all are answered alike', async () => {
  const receipts = await Promise.all(Array.from({ length: 12 }, () => file({ idempotencyKey: 'at once' })))
  expect(new Set(receipts.map((receipt) => receipt.complaint.id)).size).toBe(1)
  expect(new Set(receipts.map((receipt) => receipt.secret)).size).toBe(1)
  expect(await member.logOf('Filed', receipts[0]?.complaint.id ?? '')).toHaveLength(1)
})

test('of two contents under one key at the same moment one is stored and the other is refused', async () => {
  const outcomes = await Promise.allSettled(
    ['Isi pertama.', 'Isi kedua.'].map((body) => fileAtKiosk({ idempotencyKey: 'contended', body })),
  )
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(outcomes.find((outcome) => outcome.status === 'rejected')?.reason).toMatchObject({
    code: 'IDEMPOTENCY_CONFLICT',
  })
})

test.each<[string, Parameters<typeof sampleInput>[0]]>([
  ['another text', { body: 'Hal lain sama sekali.' }],
  ['another reporter', { reporter: { name: 'Pelapor 2' } }],
  ['no reporter, as everybody may read it', { reporter: undefined }],
  ['the text as it was blanked', { body: 'Telepon saya [telepon].', redact: true }],
])(
  'who has no token and guesses a key files a complaint of their own with %s, and gets nothing of the other',
  async (_with, changes) => {
    const sent = {
      idempotencyKey: '1',
      reporter: { name: 'Pelapor 1' },
      body: 'Telepon saya 0812-3456-7890.',
      redact: true,
    }
    const first = await file(sent)
    const guessed = await file({ ...sent, ...changes })
    expect(guessed.complaint.id).not.toBe(first.complaint.id)
    expect(guessed.secret).not.toBe(first.secret)
    const again = await file(sent)
    expect([again.complaint.id, again.secret, again.isNew]).toEqual([first.complaint.id, first.secret, false])
  },
)

test('complaints without a key are told apart even when they say the same', async () => {
  const [a, b] = await Promise.all([file(), file()])
  expect(a.complaint.id).not.toBe(b.complaint.id)
})

test('a refused filing leaves nothing behind', async () => {
  const before = await member.log()
  await expect(file({ title: '  ' })).rejects.toMatchObject({ code: 'EMPTY_TITLE' })
  await expect(file({ door: '73.71' })).rejects.toMatchObject({ code: 'UNKNOWN_JURISDICTION' })
  expect(await member.log()).toEqual(before)
})

test("a confidential complaint's title and text are in no feed row and in no event of its chain", async () => {
  const { complaint } = await file({ confidential: true, title: 'Rahasia judul', body: 'Rahasia isi.' })
  const [filed] = await member.logOf('Filed', complaint.id)
  const feed = await member.database.query('SELECT event FROM feed WHERE complaint = $1', [complaint.id])
  expect(JSON.stringify([filed?.event, feed])).not.toContain('Rahasia')
})

test('the content goes to the hub with the filing, so that it survives the loss of the door', async () => {
  const { complaint } = await file()
  const [filed] = await member.logOf('Filed', complaint.id)
  expect(filed?.dossier).toMatchObject({ title: complaint.title, body: complaint.body })
})

test('the first event keeps the rule that named a government, and the version of its table', async () => {
  const { complaint } = await file({ category: 'energy.electricity' })
  const [filed] = await member.logOf('Filed', complaint.id)
  expect(filed?.event.data.routing).toMatchObject({
    ...{ rule: 'energy.electricity:default', table: '2026-11', to: '00', definite: true },
    agency: { shortName: 'PLN' },
  })
  expect(parseLogMessage(filed)).toEqual(filed)
  const [why] = await complaintQueries(member.database).whyHereOf([complaint])
  expect(why).toMatchObject({ basis: 'RULE_ELSEWHERE', government: '64.08', routing: { to: '00' } })
})

test('a replay of what was filed finds it by its door, and can write nothing', async () => {
  const { complaint } = await file({ category: 'land', location: '64.08.04' })
  const period = { from: TUESDAY, before: new Date(TUESDAY.getTime() + 1) }
  const found: ReplayedComplaint[] = []
  await readReplayed(member.database, period, (each) => found.push(each))
  expect(found).toContainEqual({
    ...{ id: complaint.id, door: '64.08', category: 'land', location: '64.08.04', details: [] },
  })
  await readReplayed(member.database, { from: period.before, before: period.before }, () => expect.unreachable())
})
