import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashSecret } from '../domain/identifiers.ts'
import type { Actor } from '../domain/model.ts'
import { PUBLIC, sampleInput } from '../domain/testing/samples.ts'
import { insertMandate } from '../mandates/store.ts'
import { loadReference } from '../reference/load.ts'
import { actAsReporter } from '../use-cases/act-as-reporter.ts'
import { actOnCase } from '../use-cases/act-on-case.ts'
import { fileComplaint, type Receipt } from '../use-cases/file-complaint.ts'
import { createReceiptGuesses } from '../use-cases/receipt-guesses.ts'
import { openTestMember, type TestMember } from '../use-cases/testing/test-member.ts'
import { askedQueries } from './asked-queries.ts'
import type { Database } from './database.ts'
import { openReader } from './member-database.ts'

const reference = loadReference()
const person = (changes: object): Actor => ({ kind: 'person', subject: 'x', ...changes }) as Actor
const COORDINATOR = person({ role: 'coordinator', region: '64.08' })
const ELSEWHERE = person({ role: 'coordinator', region: '64.72' })
const OVERSEER = person({ role: 'overseer' })
const CONTENT = 'Lampu jalan padam'
const ANSWER = 'Lampu sudah diganti.'
const REASON_GIVEN = 'Petugas berangkat'

let member: TestMember
let reader: Database
let open: Receipt
let hidden: Receipt

beforeAll(async () => {
  const now = () => new Date('2026-03-17T02:00:00Z')
  member = await openTestMember({ reference, governments: ['64.08', '64.72'], now })
  reader = await openReader(member.database.url)
  open = await fileComplaint(member.around, sampleInput({ confidential: false }), PUBLIC)
  hidden = await fileComplaint(member.around, sampleInput({ confidential: true }), PUBLIC)
  const shownCase = open.complaint.case?.id ?? ''
  for (const id of [shownCase, hidden.complaint.case?.id ?? '']) {
    await actOnCase(member.around, { type: 'verify', case: id, category: 'energy.electricity' }, COORDINATOR)
    await actOnCase(member.around, { type: 'start', case: id }, COORDINATOR)
    await actOnCase(member.around, { type: 'answer', case: id, body: ANSWER }, COORDINATOR)
  }
  await actAsReporter(
    { around: member.around, guesses: createReceiptGuesses() },
    {
      ...{ type: 'reply', complaint: hidden.complaint.id, secret: hidden.secret },
      ...{ satisfied: false, body: 'Belum selesai' },
    },
  )
  const visit = { type: 'fieldWork', case: caseOf(hidden), phase: 'STARTED', reason: REASON_GIVEN } as const
  await actOnCase(member.around, visit, COORDINATOR)
  const draft = { type: 'draft', case: hidden.complaint.case?.id ?? '', body: 'Jawaban' } as const
  await actOnCase(member.around, draft, COORDINATOR)
})
afterAll(async () => {
  await reader.close()
  await member[Symbol.asyncDispose]()
})

const caseOf = ({ complaint }: Receipt) => complaint.case?.id ?? ''

/** The titles of both complaints, and of both cases, that a resolver gets which checks nothing. */
async function titlesFor(actor: Actor, secret?: string): Promise<(string | undefined)[]> {
  const reads = askedQueries(reader, actor)
  if (secret !== undefined) reads.noteSecret(hashSecret(secret))
  const both = [open.complaint.id, hidden.complaint.id]
  const bothCases = [caseOf(open), caseOf(hidden)]
  const complaints = await reads.complaints.byIds(both)
  const cases = await reads.cases.byIds(bothCases)
  // One id is read by another statement than several.
  const alone = [
    ...(await Promise.all(both.map((id) => reads.complaints.byIds([id])))),
    ...(await Promise.all(bothCases.map((id) => reads.cases.byIds([id])))),
  ]
  expect(alone.flat()).toEqual([...complaints, ...cases])
  return [...complaints, ...cases].map((record) => record?.title)
}

describe('by id, a resolver that forgets its check', () => {
  test.each<[string, Actor]>([
    ['the public', PUBLIC],
    ['a coordinator of elsewhere', ELSEWHERE],
    ['a reporter', person({ role: 'reporter' })],
    ['a coordinator without a decree', person({ role: 'coordinator', region: '64.08', withoutMandate: true })],
  ])('shows %s no word of a confidential complaint, nor of its case', async (_who, actor) => {
    expect(await titlesFor(actor)).toEqual([CONTENT, '', CONTENT, ''])
  })

  test('shows its officers all of it, and who has the secret the complaint', async () => {
    expect(await titlesFor(COORDINATOR)).toEqual([CONTENT, CONTENT, CONTENT, CONTENT])
    expect(await titlesFor(PUBLIC, hidden.secret)).toEqual([CONTENT, CONTENT, CONTENT, ''])
    expect(await titlesFor(PUBLIC, open.secret)).toEqual([CONTENT, '', CONTENT, ''])
  })

  test('shows the complaint to who shows its secret only after something was read', async () => {
    const reads = askedQueries(reader, PUBLIC)
    const title = async () => (await reads.complaints.byIds([hidden.complaint.id]))[0]?.title
    expect(await title()).toBe('')
    reads.noteSecret(hashSecret(hidden.secret))
    expect(await title()).toBe(CONTENT)
  })

  test('still shows everybody the status of both, and nothing that is not there', async () => {
    const reads = askedQueries(reader, PUBLIC)
    const [known, none] = await reads.complaints.byIds([hidden.complaint.id, 'nobody'])
    expect(known).toMatchObject({ status: 'IN_PROGRESS', confidential: true, body: '', details: [] })
    expect(known?.filedAt).toBeInstanceOf(Date)
    expect(none).toBeUndefined()
    expect(await reads.cases.byIds([caseOf(hidden), 'nobody'])).toMatchObject([{ status: 'IN_PROGRESS' }, undefined])
  })

  test('reads one by a plan that the database keeps', async () => {
    const { complaints } = askedQueries(reader, PUBLIC)
    for (let asked = 0; asked < 20; asked++) await complaints.byIds([open.complaint.id])
    const plans = await reader.query<{ kept: number; anew: number }>(
      `SELECT sum(generic_plans)::int AS kept, sum(custom_plans)::int AS anew FROM pg_prepared_statements
       WHERE statement LIKE '%FROM complaint WHERE id = $1)%'`,
    )
    // The first five are planned each for itself: by them it is seen whether one plan is as good for all.
    expect(plans).toEqual([{ kept: expect.any(Number), anew: 5 }])
    expect(plans[0]?.kept).toBeGreaterThanOrEqual(15)
  })

  test('shows answers and replies of what it shows the content of', async () => {
    const moments = [open, hidden].map(({ complaint: { id } }) => ({ id }))
    const seenBy = async (actor: Actor, secret?: string) => {
      const { complaints, noteSecret } = askedQueries(reader, actor)
      if (secret !== undefined) noteSecret(hashSecret(secret))
      const [answers, replies] = [await complaints.answersOf(moments), await complaints.repliesOf(moments)]
      return [...answers.map((each) => each.map(({ text }) => text)), JSON.stringify(replies).includes('Belum')]
    }
    for (const actor of [PUBLIC, ELSEWHERE, OVERSEER]) expect(await seenBy(actor)).toEqual([[ANSWER], [], false])
    expect(await seenBy(COORDINATOR)).toEqual([[ANSWER], [ANSWER], true])
    expect(await seenBy(PUBLIC, hidden.secret)).toEqual([[ANSWER], [ANSWER], true])
  })

  test('shows everybody the steps of both, and of the confidential one no word that somebody wrote', async () => {
    const moments = [open, hidden].map(({ complaint: { id } }) => ({ id }))
    const stepsFor = async (actor: Actor, secret?: string) => {
      const { complaints, noteSecret } = askedQueries(reader, actor)
      if (secret !== undefined) noteSecret(hashSecret(secret))
      return complaints.journeysOf(moments)
    }
    const types = ['FILED', 'VERIFIED', 'STARTED', 'ANSWERED']
    for (const actor of [PUBLIC, ELSEWHERE, OVERSEER]) {
      const [shown = [], bare = []] = await stepsFor(actor)
      expect(shown.map(({ type }) => type)).toEqual(types)
      expect(bare.map(({ type }) => type).slice(0, 4)).toEqual(types)
      expect(bare.every((step) => step.reason === undefined && step.agency !== undefined)).toBe(true)
      const { complaints } = askedQueries(reader, actor)
      expect((await complaints.whyHereOf(moments)).map((why) => why?.government)).toEqual(['64.08', '64.08'])
      expect(await complaints.relationsOf(moments)).toEqual([{ parts: [] }, { parts: [] }])
    }
    const withReason = async (actor: Actor, secret?: string) =>
      JSON.stringify((await stepsFor(actor, secret))[1]).includes(REASON_GIVEN)
    expect([await withReason(COORDINATOR), await withReason(PUBLIC, hidden.secret)]).toEqual([true, true])
    expect([await withReason(PUBLIC), await withReason(ELSEWHERE, open.secret)]).toEqual([false, false])
  })

  test('shows what reporters said to a holder to whoever may read what the complaint says', async () => {
    const saidTo = async (actor: Actor) =>
      (await askedQueries(reader, actor).cases.repliesOf([caseOf(open), caseOf(hidden)])).map(
        ({ replies }) => replies.length,
      )
    expect(await saidTo(COORDINATOR)).toEqual([0, 1])
    for (const actor of [PUBLIC, ELSEWHERE, OVERSEER]) expect(await saidTo(actor)).toEqual([0, 0])
  })

  test('shows decrees and whom they name to officers of their government, and to overseers', async () => {
    const [agency] = reference.agenciesOf('64.08')
    await insertMandate(
      member.database,
      {
        ...{ id: 'decree', government: '64.08', agency: agency?.id ?? '', number: 'SK-1', issuer: 'Bupati' },
        ...{
          validFrom: new Date('2026-01-01T00:00:00Z'),
          members: [{ subject: 's', name: 'Petugas 1', position: 'p' }],
        },
      },
      'x',
    )
    const namesFor = async (actor: Actor) =>
      (await askedQueries(reader, actor).mandates.registeredAt('64.08')).flatMap(({ members }) => [members].flat())
    for (const actor of [COORDINATOR, OVERSEER]) expect(await namesFor(actor)).toMatchObject([{ name: 'Petugas 1' }])
    for (const actor of [PUBLIC, ELSEWHERE, person({ role: 'reporter' })]) expect(await namesFor(actor)).toEqual([])
  })

  test('shows acts and drafts to those who may read them, and to nobody else', async () => {
    const seenBy = async (actor: Actor) => {
      const { mandates, cases } = askedQueries(reader, actor)
      const [acts, drafts] = [await mandates.actsOf([caseOf(hidden)]), await cases.draftsOf([caseOf(hidden)])]
      return [acts[0]?.length, drafts[0]?.text]
    }
    expect(await seenBy(COORDINATOR)).toEqual([5, 'Jawaban'])
    expect(await seenBy(OVERSEER)).toEqual([5, undefined])
    for (const actor of [PUBLIC, ELSEWHERE]) expect(await seenBy(actor)).toEqual([0, undefined])
  })
})
