import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askerOf } from '../access/asker.ts'
import { hashSecret } from '../domain/identifiers.ts'
import type { Actor } from '../domain/model.ts'
import { PUBLIC, sampleInput } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { fileComplaint, type Receipt } from '../use-cases/file-complaint.ts'
import { openTestMember, type TestMember } from '../use-cases/testing/test-member.ts'
import { readsFor } from './asked-reads.ts'
import { caseQueries } from './case-queries.ts'
import type { Database } from './database.ts'
import { openReader } from './member-database.ts'

const reference = loadReference()
const VILLAGE = '64.08.04.2001'
const [office, other] = reference.agenciesOf('64.08').map(({ id }) => id)
const person = (changes: object): Actor => ({ kind: 'person', subject: 'x', ...changes }) as Actor

let member: TestMember
let reader: Database
let receipts: { readonly open: Receipt; readonly hidden: Receipt }

beforeAll(async () => {
  const now = () => new Date('2026-03-17T02:00:00Z')
  member = await openTestMember({ reference, governments: ['64.08', '64.72'], now })
  reader = await openReader(member.database.url)
  const file = (confidential: boolean) =>
    fileComplaint(member.around, sampleInput({ confidential, location: VILLAGE }), PUBLIC)
  receipts = { open: await file(false), hidden: await file(true) }
})
afterAll(async () => {
  await reader.close()
  await member[Symbol.asyncDispose]()
})

/** What a query sees that asks for everything and has forgotten every check. */
async function seenBy(actor: Actor, table: 'complaint' | 'case_file', secret?: string): Promise<number> {
  const asker = askerOf(actor)
  if (secret !== undefined) asker.secrets.push(hashSecret(secret))
  return (await readsFor(reader, asker).query(`SELECT id FROM ${table}`)).length
}

describe('a query that forgets its check', () => {
  test.each<[string, Actor, number]>([
    ['the public', PUBLIC, 0],
    ['a reporter', person({ role: 'reporter' }), 0],
    ['a coordinator of here', person({ role: 'coordinator', region: '64.08' }), 2],
    ['a coordinator of elsewhere', person({ role: 'coordinator', region: '64.72' }), 0],
    ['the coordinator of the province', person({ role: 'coordinator', region: '64' }), 0],
    ['a coordinator without a decree', person({ role: 'coordinator', region: '64.08', withoutMandate: true }), 0],
    ['the supervisor of the province', person({ role: 'supervisor', region: '64' }), 2],
    ['the supervisor of another province', person({ role: 'supervisor', region: '72' }), 0],
    ['an operator of the agency', person({ role: 'operator', region: '64.08', agency: office }), 2],
    ['an operator of another agency', person({ role: 'operator', region: '64.08', agency: other }), 0],
    ['an overseer', person({ role: 'overseer' }), 2],
    ['the head of the village', person({ role: 'village-head', region: VILLAGE }), 2],
    ['the head of another village', person({ role: 'village-head', region: '64.08.04.2002' }), 0],
    ['the national administrator', person({ role: 'national-admin', region: '00' }), 0],
    ['a service account', person({ role: 'integrator', region: '64.08', scopes: ['readWorklist'] }), 2],
    ['a service account for something else', person({ role: 'integrator', scopes: ['fileForOthers'] }), 0],
    ['a member', { kind: 'member', member: 'regency' }, 0],
  ])('shows %s that part of the worklists which the table names', async (_who, actor, cases) => {
    expect(await seenBy(actor, 'case_file')).toBe(cases)
  })

  test('shows the confidential complaint to its officers and to who has shown the secret, and to nobody else', async () => {
    expect(await seenBy(PUBLIC, 'complaint')).toBe(1)
    expect(await seenBy(person({ role: 'overseer' }), 'complaint')).toBe(1)
    expect(await seenBy(person({ role: 'coordinator', region: '64.72' }), 'complaint')).toBe(1)
    expect(await seenBy(person({ role: 'coordinator', region: '64.08' }), 'complaint')).toBe(2)
    expect(await seenBy(PUBLIC, 'complaint', receipts.hidden.secret)).toBe(2)
    expect(await seenBy(PUBLIC, 'complaint', receipts.open.secret)).toBe(1)
  })

  test('that says nothing of its asker sees nothing, also right after one that did', async () => {
    const officer = person({ role: 'coordinator', region: '64.08' })
    expect(await seenBy(officer, 'case_file')).toBe(2)
    for (const table of ['complaint', 'case_file', 'case_act']) {
      expect(await reader.query(`SELECT * FROM ${table}`)).toEqual([])
    }
  })
})

test('a worklist is a page with its count as always, of what the database shows the asker', async () => {
  const page = async (actor: Actor) => {
    const { page } = caseQueries({ ...reader, ...readsFor(reader, askerOf(actor)) })
    const { rows, hasNextPage, totalCount } = await page({ lists: [{ government: '64.08' }], first: 1 })
    return { titles: rows.map(({ node }) => node.title), hasNextPage, total: await totalCount() }
  }
  const whole = { titles: ['Lampu jalan padam'], hasNextPage: true, total: 2 }
  expect(await page(person({ role: 'coordinator', region: '64.08' }))).toEqual(whole)
  const nothing = { titles: [], hasNextPage: false, total: 0 }
  expect(await page(person({ role: 'coordinator', region: '64.72' }))).toEqual(nothing)
})

describe("the reader's role", () => {
  test.each([
    'ALTER TABLE case_file DISABLE ROW LEVEL SECURITY',
    'DROP POLICY asked ON case_file',
    'CREATE POLICY mine ON case_file USING (true)',
    "UPDATE case_file SET status = 'CLOSED'",
    'DELETE FROM complaint',
    'SELECT * FROM secretariat',
    'SELECT * FROM feed',
    'SELECT * FROM custody',
    'SELECT * FROM log',
  ])('may not: %s', async (statement) => {
    await expect(reader.query(statement)).rejects.toMatchObject({ code: '42501' })
  })

  test('may not enter the schema of identities', async () => {
    const [may] = await reader.query<{ may: boolean }>("SELECT has_schema_privilege('identity', 'USAGE') AS may")
    expect(may).toEqual({ may: false })
  })
})

test('row security holds for the owner of the tables too', async () => {
  const rows = await member.database.query(
    `SELECT relname FROM pg_class WHERE relname IN ('complaint', 'case_file', 'case_act', 'mandate')
       AND relrowsecurity AND relforcerowsecurity`,
  )
  expect(rows).toHaveLength(4)
})

test('what reads chains past the policies is planned once, by keys: with the policies in it each plan takes longer than the answer', async () => {
  const rows = await member.database.query<{ name: string }>(
    `SELECT proname AS name FROM pg_proc WHERE proname IN ('lawang_door_chains', 'lawang_case_chains')
       AND proconfig @> '{plan_cache_mode=force_generic_plan,enable_seqscan=off}' ORDER BY proname`,
  )
  expect(rows.map(({ name }) => name)).toEqual(['lawang_case_chains', 'lawang_door_chains'])
})
