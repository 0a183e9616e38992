import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor, CaseCommand } from '../domain/model.ts'
import { PUBLIC, sampleInput } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { actOnCase } from '../use-cases/act-on-case.ts'
import { fileComplaint } from '../use-cases/file-complaint.ts'
import { openTestMember, type TestMember } from '../use-cases/testing/test-member.ts'
import { complaintQueries } from './complaint-queries.ts'
import { loadReferenceData } from './reference-data.ts'

const coordinator: Actor = { kind: 'person', subject: 'officer', role: 'coordinator', region: '64.08' }
const reference = loadReference()
let member: TestMember

beforeAll(async () => {
  const now = () => new Date('2026-03-17T02:00:00Z')
  member = await openTestMember({ reference, governments: ['64.08'], now })
  await loadReferenceData(member.database, reference, ['64.08'], now())
})
afterAll(() => member[Symbol.asyncDispose]())

test('a journey never runs ahead of the record that it is shown with, whatever is done between the two reads', async () => {
  const { complaint } = await fileComplaint(member.around, sampleInput({ door: '64.08' }), PUBLIC)
  const id = complaint.case?.id ?? ''
  const acts: readonly CaseCommand[] = [
    { type: 'verify', case: id, category: 'energy.electricity' },
    { type: 'start', case: id },
    { type: 'answer', case: id, body: 'Sudah menyala.' },
    { type: 'close', case: id },
  ]
  const queries = complaintQueries(member.database)
  const seen: string[] = []
  for (const act of acts) {
    const [record] = await queries.byIds([complaint.id])
    if (!record) throw new Error('The complaint is not at its door')
    await actOnCase(member.around, act, coordinator)
    const [journey = []] = await queries.journeysOf([record])
    const [answers = []] = await queries.answersOf([record])
    const last = journey.at(-1)
    expect([last?.status, last?.agency]).toEqual([record.status, record.handledBy])
    expect(answers).toHaveLength(record.status === 'ANSWERED' ? 1 : 0)
    seen.push(record.status)
  }
  expect(seen).toEqual(['FILED', 'VERIFIED', 'IN_PROGRESS', 'ANSWERED'])
})

test('a request to hand over, which no journey shows, does not keep later steps out', async () => {
  const { complaint } = await fileComplaint(member.around, sampleInput({ door: '64.08' }), PUBLIC)
  const command: CaseCommand = { type: 'handOver', case: complaint.case?.id ?? '', to: '64', reason: 'Jalan provinsi.' }
  await actOnCase(member.around, command, coordinator)
  const queries = complaintQueries(member.database)
  const [record] = await queries.byIds([complaint.id])
  expect(record && (await queries.journeysOf([record]))[0]?.map(({ type }) => type)).toEqual(['FILED'])
})
