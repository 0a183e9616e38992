import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../domain/model.ts'
import { PUBLIC, sampleInput } from '../domain/testing/samples.ts'
import { type LoadedReference, loadReference } from '../reference/load.ts'
import { actOnCase } from '../use-cases/act-on-case.ts'
import { fileComplaint, type Receipt } from '../use-cases/file-complaint.ts'
import { openTestMember, type TestMember } from '../use-cases/testing/test-member.ts'
import { agencyQueries } from './agency-queries.ts'
import { caseQueries } from './case-queries.ts'
import { complaintQueries } from './complaint-queries.ts'
import { loadReferenceData } from './reference-data.ts'

const GOVERNMENTS = ['64.08', '64.72']
const coordinator: Actor = { kind: 'person', subject: 'officer', role: 'coordinator', region: '64.08' }

let reference: LoadedReference
let member: TestMember
let receipts: Receipt[]
let minutes = 0

beforeAll(async () => {
  reference = loadReference()
  const now = () => new Date(Date.UTC(2026, 2, 17, 2, minutes))
  member = await openTestMember({ reference, governments: GOVERNMENTS, now })
  await loadReferenceData(member.database, reference, GOVERNMENTS, now())
  receipts = []
  for (const door of ['64.08', '64.08', '64.72', '64.08', '64.08', '64.08']) {
    receipts.push(await fileComplaint(member.around, sampleInput({ door }), PUBLIC))
    // Some are opened at the same instant: order then goes by id.
    minutes += receipts.length % 2
  }
})
afterAll(() => member[Symbol.asyncDispose]())

/** How many statements the database runs while `work` reads: outside a transaction each takes a connection for itself. */
async function statementsDuring(work: () => Promise<unknown>): Promise<number> {
  let statements = 0
  const count = () => {
    statements += 1
  }
  const pool = await member.database.orm.em.getConnection().getNativeClient()
  pool.on('acquire', count)
  try {
    await work()
  } finally {
    pool.off('acquire', count)
  }
  return statements
}

test('every read of many keys is one statement, and answers stand in the order of the keys', async () => {
  const ids = receipts.map((receipt) => receipt.complaint.id).reverse()
  const cases = receipts.map((receipt) => receipt.complaint.case?.id ?? '').reverse()
  const agencies = reference.agenciesOf('64.08').map((agency) => agency.id)
  const complaints = complaintQueries(member.database)
  const files = caseQueries(member.database)
  const offices = agencyQueries(member.database)

  expect((await complaints.byIds(ids)).map((row) => row?.id)).toEqual(ids)
  expect((await files.byIds(cases)).map((row) => row?.id)).toEqual(cases)
  expect((await offices.byIds(agencies)).map((row) => row?.id)).toEqual(agencies)
  for (const read of [
    () => complaints.byIds(ids),
    () => complaints.journeysOf(ids.map((id) => ({ id }))),
    () => complaints.answersOf(ids.map((id) => ({ id }))),
    () => files.byIds(cases),
    () => offices.byIds(agencies),
    () => offices.openCases(agencies),
  ]) {
    expect(await statementsDuring(read)).toBe(1)
  }
})

test('keys that nobody knows are answered undefined or empty in their place', async () => {
  const [receipt] = receipts
  const ids = ['6408-0000000000000001C', receipt?.complaint.id ?? '']
  const complaints = complaintQueries(member.database)
  expect((await complaints.byIds(ids)).map((row) => row?.id)).toEqual([undefined, ids[1]])
  expect((await complaints.journeysOf(ids.map((id) => ({ id })))).map((journey) => journey.length)).toEqual([0, 1])
  expect(await agencyQueries(member.database).openCases(['nobody'])).toEqual([0])
})

test('a worklist is read page by page, oldest first, without a skip and without a double', async () => {
  const { page } = caseQueries(member.database)
  const read: string[] = []
  let after: string | undefined
  let sizes = ''
  do {
    const { rows, hasNextPage, totalCount } = await page({ lists: [{ government: '64.08' }], first: 2, after })
    read.push(...rows.map((row) => row.node.id))
    sizes += rows.length
    after = hasNextPage ? rows.at(-1)?.cursor : undefined
    expect(await totalCount()).toBe(5)
  } while (after)
  expect(sizes).toBe('221')
  expect(new Set(read).size).toBe(5)
  const opened = (await caseQueries(member.database).byIds(read)).map((row) => row?.openedAt.getTime() ?? 0)
  expect(opened).toEqual(opened.toSorted((a, b) => a - b))
})

test('a worklist shows one status or one agency when it is asked to', async () => {
  const { page } = caseQueries(member.database)
  const id = receipts[0]?.complaint.case?.id ?? ''
  await actOnCase(member.around, { type: 'verify', case: id, category: 'public-works.roads' }, coordinator)
  const verified = await page({ lists: [{ government: '64.08' }], status: ['VERIFIED'], first: 10 })
  expect(verified.rows.map((row) => row.node.id)).toEqual([id])
  expect(await verified.totalCount()).toBe(1)
  const [office, other] = reference.agenciesOf('64.08')
  expect((await page({ lists: [{ government: '64.08', agency: office?.id }], first: 10 })).rows).toHaveLength(5)
  expect((await page({ lists: [{ government: '64.08', agency: other?.id }], first: 10 })).rows).toHaveLength(0)
  expect(await agencyQueries(member.database).openCases([other?.id ?? '', office?.id ?? ''])).toEqual([0, 5])
})

test('the worklists of several governments are one in the order of opening, each with the agency that it is read for', async () => {
  const { page } = caseQueries(member.database)
  const [, other] = reference.agenciesOf('64.08')
  const both = await page({ lists: [{ government: '64.08' }, { government: '64.72' }], first: 10 })
  expect(both.rows).toHaveLength(6)
  expect(await both.totalCount()).toBe(6)
  const opened = both.rows.map(({ node }) => node.openedAt.getTime())
  expect(opened).toEqual(opened.toSorted((a, b) => a - b))
  const lists = [{ government: '64.08', agency: other?.id ?? '' }, { government: '64.72' }]
  expect((await page({ lists, first: 10 })).rows.map(({ node }) => node.government)).toEqual(['64.72'])
  const [first, ...rest] = both.rows
  const after = first?.cursor
  for (const list of ['64.08', '64.72']) {
    const { rows } = await page({ lists: [{ government: list }], anyCursor: true, first: 10, after })
    expect(rows).toEqual(rest.filter(({ node }) => node.government === list))
  }
})

test("a head's worklist has the complaints about places in the own area", async () => {
  const { page } = caseQueries(member.database)
  for (const location of ['64.08.04.2001', '64.08.04', '64.08.05'])
    await fileComplaint(member.around, sampleInput({ location }), PUBLIC)
  const inArea = async (area: string) => {
    const { rows, totalCount } = await page({ lists: [{ government: '64.08', area }], first: 10 })
    expect(await totalCount()).toBe(rows.length)
    return rows.map((row) => row.node.location).toSorted()
  }
  expect(await inArea('64.08.04')).toEqual(['64.08.04', '64.08.04.2001'])
  expect(await inArea('64.08.04.2001')).toEqual(['64.08.04.2001'])
  expect(await inArea('64.08.0')).toEqual([])
})

test("a cursor that this government's worklist did not give is refused", async () => {
  const { page } = caseQueries(member.database)
  const { rows } = await page({ lists: [{ government: '64.72' }], first: 1 })
  for (const after of [rows[0]?.cursor, 'nonsense', '']) {
    await expect(page({ lists: [{ government: '64.08' }], first: 1, after })).rejects.toMatchObject({
      code: 'INVALID_CURSOR',
    })
  }
})

test('reference data is in the database, for the hosted governments, and loading it again changes nothing', async () => {
  const count = async (table: string) => {
    const [row] = await member.database.query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`)
    return Number(row?.n)
  }
  expect(await count('region')).toBeGreaterThan(91_000)
  expect(await count('category')).toBe(reference.categories.length)
  expect(await count('competence_rule')).toBe(reference.competence.flatMap(({ all }) => all).length)
  const offices = agencyQueries(member.database)
  expect(await offices.ofGovernment('64.08')).toEqual(reference.agenciesOf('64.08'))
  expect(await offices.ofGovernment('64')).toEqual([])
  const loadedAt = () => member.database.query('SELECT loaded_at FROM reference_version')
  const before = await loadedAt()
  await loadReferenceData(member.database, reference, GOVERNMENTS.toReversed(), new Date())
  expect(await loadedAt()).toEqual(before)
})
