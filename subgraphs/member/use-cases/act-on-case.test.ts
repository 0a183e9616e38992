import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor, CaseCommand } from '../domain/model.ts'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { type LoadedReference, loadReference } from '../reference/load.ts'
import { complaintQueries } from '../store/complaint-queries.ts'
import { actOnCase } from './act-on-case.ts'
import { fileComplaint } from './file-complaint.ts'
import { sendWishes } from './send-wishes.ts'
import { openTestMember, type TestMember } from './testing/test-member.ts'

let reference: LoadedReference
let member: TestMember

beforeAll(async () => {
  reference = loadReference()
  member = await openTestMember({ reference, governments: ['64.08'], now: () => TUESDAY })
})
afterAll(() => member[Symbol.asyncDispose]())

const officer = (changes: Partial<Extract<Actor, { kind: 'person' }>> = {}): Actor => ({
  kind: 'person',
  subject: 'officer',
  role: 'coordinator',
  region: '64.08',
  ...changes,
})

async function fileHere(changes: Parameters<typeof sampleInput>[0] = {}) {
  const { complaint } = await fileComplaint(member.around, sampleInput(changes), PUBLIC)
  return { id: complaint.id, case: complaint.case?.id ?? '' }
}

const act = (command: CaseCommand, actor = officer()) => actOnCase(member.around, command, actor)

test("an officer's acts show in the case, the chain, the log, the record and the feed of the door", async () => {
  const filed = await fileHere()
  const office =
    reference.agenciesOf('64.08').find((agency) => agency.kind === 'dpupr') ?? reference.agenciesOf('64.08')[1]
  if (!office) throw new Error('no agency to assign to')
  await act({ type: 'verify', case: filed.case, category: 'public-works.roads', title: 'Jalan rusak' })
  await act({ type: 'assign', case: filed.case, agency: office.id, note: 'Segera.' })
  await act({ type: 'start', case: filed.case })
  await act({ type: 'answer', case: filed.case, body: 'Sudah diperbaiki.' })
  expect(await act({ type: 'close', case: filed.case })).toMatchObject({ status: 'CLOSED' })

  const queries = complaintQueries(member.database)
  const [journey] = await queries.journeysOf([filed])
  expect(journey?.map((step) => step.type)).toEqual(['FILED', 'VERIFIED', 'ASSIGNED', 'STARTED', 'ANSWERED', 'CLOSED'])
  const [record] = await queries.byIds([filed.id])
  expect(record).toMatchObject({ status: 'CLOSED', title: 'Jalan rusak', category: 'public-works.roads' })
  expect(record?.handledBy.id).toBe(office.id)
  const feed = await member.database.query<{ event: { type: string } }>(
    'SELECT event FROM feed WHERE complaint = $1 ORDER BY n',
    [filed.id],
  )
  expect(feed.map((row) => row.event.type)).toEqual(journey?.map((step) => step.type))
  const told = await member.logOf('Event', filed.id)
  expect(told.map((message) => message.event.seq)).toEqual([1, 2, 3, 4, 5])
})

test('nothing can be done by who has asked to hand over, not even what the case would not allow anyway', async () => {
  const filed = await fileHere()
  await act({ type: 'handOver', case: filed.case, to: '64', reason: 'Urusan provinsi.' })
  await expect(act({ type: 'start', case: filed.case })).rejects.toMatchObject({ code: 'HANDOVER_PENDING' })
  await expect(act({ type: 'archive', case: filed.case, reason: 'SPAM', explanation: 'Iklan.' })).rejects.toMatchObject(
    { code: 'HANDOVER_PENDING' },
  )
})

test('without contact a handover waits as a wish, the holder acts on, and it is sent when contact is back', async () => {
  const filed = await fileHere()
  member.machine.inContact = false
  await act({ type: 'handOver', case: filed.case, to: '64', reason: 'Urusan provinsi.' })
  expect(await member.logOf('HandoverRequested', filed.id)).toEqual([])
  await act({ type: 'verify', case: filed.case, category: 'public-works.roads' })
  member.machine.inContact = true
  expect(await sendWishes(member.around)).toBe(1)
  expect(await sendWishes(member.around)).toBe(0)
  expect(await member.logOf('HandoverRequested', filed.id)).toMatchObject([{ to: '64', reason: 'Urusan provinsi.' }])
  await expect(act({ type: 'start', case: filed.case })).rejects.toMatchObject({ code: 'HANDOVER_PENDING' })
})

test("the door's feed keeps the reasons of a confidential complaint for its reporter, and never its title", async () => {
  const filed = await fileHere({ confidential: true })
  await act({ type: 'verify', case: filed.case, category: 'public-works.roads', title: 'Rahasia' })
  await act({ type: 'archive', case: filed.case, reason: 'SPAM', explanation: 'Berulang.' })
  const feed = await member.database.query<{ event: { reason?: string } }>(
    'SELECT event FROM feed WHERE complaint = $1 ORDER BY n',
    [filed.id],
  )
  expect(feed.map(({ event }) => event.reason)).toEqual([undefined, undefined, 'SPAM: Berulang.'])
  for (const { event } of feed) expect(event).not.toHaveProperty('title')
})

test('a case that is closed cannot be acted on any more', async () => {
  const filed = await fileHere()
  await act({ type: 'archive', case: filed.case, reason: 'SPAM', explanation: 'Iklan.' })
  await expect(act({ type: 'start', case: filed.case })).rejects.toMatchObject({ code: 'CASE_CLOSED' })
})

test('a handover is asked for once: the second officer meets the first one', async () => {
  const filed = await fileHere()
  const handOver: CaseCommand = { type: 'handOver', case: filed.case, to: '64', reason: 'Urusan provinsi.' }
  const outcomes = await Promise.allSettled([act(handOver), act(handOver), act(handOver)])
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'HANDOVER_PENDING' })
  }
  expect(await member.logOf('HandoverRequested', filed.id)).toMatchObject([
    { to: '64', epoch: 1, reason: 'Urusan provinsi.', dossier: { title: 'Lampu jalan padam' } },
  ])
})

test('what verifying has corrected is told in the chain, and names who is competent', async () => {
  const filed = await fileHere()
  await act({ type: 'verify', case: filed.case, category: 'energy.electricity', title: 'Listrik padam' })
  await act({ type: 'handOver', case: filed.case, reason: 'Urusan PLN.' })
  const [told] = await member.logOf('Event', filed.id)
  expect(told?.event.data).toMatchObject({ title: 'Listrik padam', category: 'energy.electricity' })
  // The content stays as it was filed, under the hash that its receipt names.
  expect(await member.logOf('HandoverRequested', filed.id)).toMatchObject([
    { to: '00', dossier: { title: 'Lampu jalan padam' } },
  ])
})

test('officers act for their own government only, operators for their own agency only', async () => {
  const filed = await fileHere()
  const start: CaseCommand = { type: 'verify', case: filed.case, category: 'public-works.roads' }
  const [own, another] = reference.agenciesOf('64.08')
  await expect(act(start, PUBLIC)).rejects.toMatchObject({ code: 'UNAUTHENTICATED', facts: { reason: 'MISSING' } })
  await expect(act(start, officer({ region: '64.72' }))).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(act(start, officer({ role: 'overseer' }))).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(act(start, officer({ role: 'operator', agency: another?.id }))).rejects.toMatchObject({
    code: 'FORBIDDEN',
  })
  expect(await member.logOf('Event', filed.id)).toEqual([])
  expect(await act(start, officer({ role: 'operator', agency: own?.id }))).toMatchObject({ status: 'VERIFIED' })
})

test('an unknown case is NOT_FOUND to those who could act on it, and forbidden to others', async () => {
  const start: CaseCommand = { type: 'start', case: '6408-0000000000000001C' }
  await expect(act(start)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(act(start, officer({ region: '64' }))).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('a refused act changes nothing', async () => {
  const filed = await fileHere()
  await expect(act({ type: 'close', case: filed.case })).rejects.toMatchObject({ code: 'WRONG_CASE_STATUS' })
  await expect(
    act({ type: 'archive', case: filed.case, reason: 'NOT_OURS', explanation: 'Bukan urusan kami.' }),
  ).rejects.toMatchObject({ code: 'INVALID_ARCHIVE_REASON' })
  expect(await member.logOf('Event', filed.id)).toEqual([])
  const [record] = await complaintQueries(member.database).byIds([filed.id])
  expect(record).toMatchObject({ status: 'FILED', case: { status: 'OPEN' } })
})
