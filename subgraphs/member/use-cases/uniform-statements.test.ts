import { randomBytes } from 'node:crypto'
import { makeId } from '@lawang/schema/id'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../domain/model.ts'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { askedQueries } from '../store/asked-queries.ts'
import type { Database } from '../store/database.ts'
import { openMemberDatabase, openReader } from '../store/member-database.ts'
import { actOnCase } from './act-on-case.ts'
import { fileComplaint } from './file-complaint.ts'
import { createReceiptGuesses } from './receipt-guesses.ts'
import { recogniseReceipt } from './recognise-receipt.ts'
import { openTestMember } from './testing/test-member.ts'

/*
 * How long an answer takes would tell what there is, if more were done for it. Times are noise; statements are counted: the
 * same ones, in the same order, each a trip of its own, for what is not the asker's and for what there is not.
 */
const now = () => TUESDAY
const reference = loadReference()
const [office = '', other = ''] = reference.agenciesOf('64.08').map(({ id }) => id)
const person = (changes: object): Actor => ({ kind: 'person', subject: 'x', ...changes }) as Actor
const ASKERS: readonly (readonly [string, Actor])[] = [
  ['nobody', PUBLIC],
  ['a coordinator elsewhere', person({ role: 'coordinator', region: '64.72' })],
  ['an operator of another agency', person({ role: 'operator', region: '64.08', agency: other })],
  ['an officer without a decree', person({ role: 'coordinator', region: '64.08', withoutMandate: true })],
  ['an overseer', person({ role: 'overseer' })],
]

const opened = new AsyncDisposableStack()
const statements: string[] = []
let database: Database
let reader: Database
let around: Parameters<typeof actOnCase>[0]
let known: { readonly complaint: string; readonly case: string }
const unknown = () => ({
  complaint: makeId('complaint', '64.08', () => randomBytes(10)),
  case: makeId('case', '64.08', () => randomBytes(10)),
})

beforeAll(async () => {
  const member = opened.use(await openTestMember({ reference, governments: ['64.08'], now }))
  const { complaint } = await fileComplaint(member.around, sampleInput({ confidential: true }), PUBLIC)
  const [row] = await member.database.query<{ id: string; agency: string }>(
    'SELECT id, agency_id AS agency FROM case_file',
  )
  expect(row?.agency).toBe(office)
  known = { complaint: complaint.id, case: row?.id ?? '' }
  const { url } = member.database
  database = opened.adopt(await openMemberDatabase(url, (text) => statements.push(text)), (each) => each.close())
  reader = opened.adopt(await openReader(url), (each) => each.close())
  around = { ...member.around, database }
})
afterAll(() => opened.disposeAsync())

/** The statements of an act, and how it ended. */
async function told(act: () => Promise<unknown>): Promise<unknown> {
  statements.length = 0
  const outcome = await act().then(
    () => 'TAKEN',
    (error: { code?: string }) => error.code,
  )
  return { outcome, statements: [...statements] }
}

describe.each(ASKERS)('of %s', (_who, actor) => {
  test('an act on a case that is not theirs asks the database for no more than one on a case that there is not', async () => {
    const act = (id: string) => told(() => actOnCase(around, { type: 'start', case: id }, actor))
    const forbidden = await act(known.case)
    expect(forbidden).toEqual(await act(unknown().case))
    expect(forbidden).toMatchObject({ outcome: expect.stringMatching(/^(UNAUTHENTICATED|FORBIDDEN|NO_MANDATE)$/) })
  })

  test('a look for what is hidden from them asks the database for no more than one for what there is not', async () => {
    const look = async (id: string) => {
      const asked: string[] = []
      const prepared: Database['prepared'] = (text, values) => {
        asked.push(text)
        return reader.prepared(text, values)
      }
      const [found] = await askedQueries({ ...reader, prepared }, actor).complaints.byIds([id])
      expect(found?.title ?? '').toBe('')
      return asked
    }
    expect(await look(known.complaint)).toEqual(await look(unknown().complaint))
  })
})

test('a wrong secret asks the database for no more where there is such a complaint than where there is none', async () => {
  const guesses = createReceiptGuesses()
  const guess = (complaint: string) =>
    told(() => recogniseReceipt({ sql: database, guesses, now: TUESDAY }, complaint, 'AAAA-AAAA-AAAA-AAAA-AAAA'))
  const wrong = await guess(known.complaint)
  expect(wrong).toEqual(await guess(unknown().complaint))
  expect(wrong).toMatchObject({ outcome: 'RECEIPT_NOT_RECOGNISED', statements: [expect.any(String)] })
})
