import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../domain/model.ts'
import { PUBLIC, sampleInput } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { actOnCase } from '../use-cases/act-on-case.ts'
import { fileComplaint } from '../use-cases/file-complaint.ts'
import { openTestMember, type TestMember } from '../use-cases/testing/test-member.ts'
import { confineToComplaint, confineWrites } from './confine-writes.ts'

type Person = Extract<Actor, { kind: 'person' }>

const reference = loadReference()
const [office = '', other = ''] = reference.agenciesOf('64.08').map(({ id }) => id)
const officer = (changes: Partial<Person>): Person => ({
  ...{ kind: 'person', subject: 'officer', role: 'coordinator', region: '64.08' },
  ...changes,
})
const HOME = officer({})

let member: TestMember
let caseId: string

beforeAll(async () => {
  member = await openTestMember({
    ...{ reference, governments: ['64.08', '64.72'], now: () => new Date('2026-03-17T02:00:00Z') },
  })
  const { complaint } = await fileComplaint(member.around, sampleInput({ door: '64.08' }), PUBLIC)
  caseId = complaint.case?.id ?? ''
})
afterAll(() => member[Symbol.asyncDispose]())

/** Runs a statement as an act of the officer would that has checked nothing; tells how many rows it has written. */
function writeAs(actor: Person, statement: string): Promise<number> {
  return member.database.transaction(async (tx) => {
    confineWrites(tx, actor)
    return (await tx.query(`${statement} RETURNING 1`, [caseId])).length
  })
}

const WRITES = [
  ['a case', `UPDATE case_file SET status = 'OPEN' WHERE id = $1`],
  ['its custody', 'UPDATE custody SET state = state WHERE complaint = (SELECT complaint FROM case_file WHERE id = $1)'],
  ['its chain', 'DELETE FROM chain_event WHERE complaint = (SELECT complaint FROM case_file WHERE id = $1)'],
  ['an act', `INSERT INTO case_act (case_id, act, at, subject, position) VALUES ($1, 'close', now(), 'x', 'x')`],
  ['a draft', `INSERT INTO answer_draft (case_id, text, drafted_by, drafted_at) VALUES ($1, 'x', 'x', now())`],
] as const

describe('an act that forgets its check', () => {
  test.each(WRITES)('does not write %s of another government', async (_what, statement) => {
    const refusal = { code: '42501', message: expect.stringContaining('own government only') }
    await expect(writeAs(officer({ region: '64.72' }), statement)).rejects.toMatchObject(refusal)
    await expect(writeAs(officer({ region: '64' }), statement)).rejects.toMatchObject(refusal)
    await expect(writeAs(officer({ role: 'overseer', region: undefined }), statement)).rejects.toMatchObject(refusal)
  })

  test('does not write a case of another agency, for an operator', async () => {
    const [, update] = WRITES[0]
    const operator = (agency: string) => officer({ role: 'operator', agency })
    await expect(writeAs(operator(other), update)).rejects.toMatchObject({ code: '42501' })
    expect(await writeAs(operator(office), update)).toBe(1)
  })

  test('takes no case to another government', async () => {
    await expect(writeAs(HOME, `UPDATE case_file SET government = '64.72' WHERE id = $1`)).rejects.toMatchObject({
      code: '42501',
    })
  })

  test("does not register another government's decree", async () => {
    const decree = `INSERT INTO mandate (id, government, agency, number, issuer, everybody, valid_from, registered_by)
      SELECT 'one', government, agency_id, '1', 'x', true, now(), 'x' FROM case_file WHERE id = $1`
    await expect(writeAs(officer({ region: '64.72' }), decree)).rejects.toMatchObject({ code: '42501' })
  })
})

test('what is the own is written as always, and the next transaction on that connection is nobody’s', async () => {
  expect(await writeAs(HOME, WRITES[0][1])).toBe(1)
  await actOnCase(member.around, { type: 'verify', case: caseId, category: 'energy.electricity' }, HOME)
  const [left] = await member.database.query<{ acts_for: string | null }>(
    "SELECT current_setting('lawang.acts_for', true) AS acts_for",
  )
  expect(left?.acts_for ?? '').toBe('')
})

describe('who shows a receipt', () => {
  const own = `(SELECT complaint FROM case_file WHERE id = $1)`
  const tables = [
    ['a case', `UPDATE case_file SET status = status WHERE id = $1`],
    ['a custody', `UPDATE custody SET state = state WHERE complaint = ${own}`],
    ['a chain', `DELETE FROM chain_event WHERE complaint = ${own} AND seq > 1000 OR complaint = ${own} AND seq = 1`],
    ['a record', `UPDATE complaint SET status = status WHERE id = ${own}`],
  ] as const
  const writeOn = (complaint: string, statement: string) =>
    member.database.transaction(async (tx) => {
      confineToComplaint(tx, complaint)
      return (await tx.query(`${statement} RETURNING 1`, [caseId])).length
    })

  test.each(tables)('of another complaint does not write %s of this one', async (_what, statement) => {
    await expect(writeOn('6408-ANOTHER', statement)).rejects.toMatchObject({
      code: '42501',
      message: expect.stringContaining('own complaint only'),
    })
  })

  test('does no act of an officer', async () => {
    const [complaint] = await member.database.query<{ complaint: string }>(
      'SELECT complaint FROM case_file WHERE id = $1',
      [caseId],
    )
    const [, insert] = WRITES[3]
    await expect(writeOn(complaint?.complaint ?? '', insert)).rejects.toMatchObject({ code: '42501' })
    expect(await writeOn(complaint?.complaint ?? '', tables[3][1])).toBe(1)
  })
})

test('no title of a confidential complaint comes into the feed', async () => {
  const event = (confidential: boolean) => JSON.stringify({ complaint: 'x', confidential, title: 'Rahasia' })
  const insert = `INSERT INTO feed (n, complaint, event, at) VALUES ($1, 'x', $2, now())`
  await expect(member.database.query(insert, [1_000_000, event(true)])).rejects.toMatchObject({ code: '23514' })
  await member.database.query(insert, [1_000_001, event(false)])
})
