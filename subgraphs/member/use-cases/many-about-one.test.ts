import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../domain/model.ts'
import { relationsIn } from '../domain/relations.ts'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { readDoorChains } from '../store/chains.ts'
import { complaintQueries } from '../store/complaint-queries.ts'
import { actAsReporter } from './act-as-reporter.ts'
import { actOnCase } from './act-on-case.ts'
import { clusterCase } from './cluster-case.ts'
import { fileComplaint, type Receipt } from './file-complaint.ts'
import { mergeCase } from './merge-case.ts'
import { createReceiptGuesses } from './receipt-guesses.ts'
import { splitCase } from './split-case.ts'
import { suggestMerges } from './suggest-merges.ts'
import { tendWholes } from './tend-wholes.ts'
import { openTestMember, type TestMember } from './testing/test-member.ts'

const COORDINATOR: Actor = { kind: 'person', subject: 'officer', role: 'coordinator', region: '64.08' }
const PARTS = [
  { title: 'Lampu padam', body: 'Tiang ketiga.', category: 'transport.street-lighting', details: [] },
  { title: 'Sampah menumpuk', body: 'Di bawah tiang.', category: 'environment.waste', details: [] },
]
let member: TestMember
let now = TUESDAY

beforeAll(async () => {
  member = await openTestMember({ reference: loadReference(), governments: ['64.08'], now: () => now })
})
afterAll(() => member[Symbol.asyncDispose]())
beforeEach(() => {
  now = new Date(now.getTime() + 60_000)
})

const file = (changes: Parameters<typeof sampleInput>[0] = {}) =>
  fileComplaint(member.around, sampleInput({ location: '64.08.04', ...changes }), PUBLIC)
const caseOf = ({ complaint }: Pick<Receipt, 'complaint'>) => complaint.case?.id ?? ''
const statusOf = async (id: string) => (await complaintQueries(member.database).byIds([id]))[0]?.status
const chainOf = async (id: string) => (await readDoorChains(member.database, [id])).get(id) ?? []
const relationsOf = async (id: string) => relationsIn(await chainOf(id))
const merge = (duplicate: Receipt, into: Receipt) =>
  mergeCase(member.around, { case: caseOf(duplicate), into: into.complaint.id }, COORDINATOR)
const split = (whole: Receipt, parts = PARTS) => splitCase(member.around, { case: caseOf(whole), parts }, COORDINATOR)
const reporter = {
  get around() {
    return member.around
  },
  guesses: createReceiptGuesses(),
}
const refused = (code: string) => expect.objectContaining({ code })

async function partsOf(whole: Receipt) {
  const ids = (await relationsOf(whole.complaint.id)).parts
  const records = await complaintQueries(member.database).byIds(ids)
  return records.flatMap((record) => record ?? [])
}
const archive = (id: string) =>
  actOnCase(member.around, { type: 'archive', case: id, reason: 'SPAM', explanation: 'Uji' }, COORDINATOR)

describe('merging', () => {
  test('ends the duplicate, and its journey says where it goes on', async () => {
    const [survivor, duplicate] = [await file(), await file()]
    const record = await merge(duplicate, survivor)
    expect(record.status).toBe('ARCHIVED')
    const [journey] = await complaintQueries(member.database).journeysOf([{ id: duplicate.complaint.id }])
    expect(journey?.at(-1)).toMatchObject({ type: 'ARCHIVED', reason: 'DUPLICATE' })
    expect((await relationsOf(duplicate.complaint.id)).mergedInto).toBe(survivor.complaint.id)
    expect(await statusOf(survivor.complaint.id)).toBe('FILED')
  })

  test('cannot go round in a circle: what is merged is not open, and only what is open is merged into', async () => {
    const [a, b] = [await file(), await file()]
    await merge(a, b)
    await expect(merge(b, a)).rejects.toThrow(refused('NOT_MERGEABLE'))
    await expect(merge(b, b)).rejects.toThrow(refused('NOT_MERGEABLE'))
    await actAsReporter(reporter, { type: 'reopen', complaint: a.complaint.id, secret: a.secret, reason: 'Lain.' })
    expect((await relationsOf(a.complaint.id)).mergedInto).toBeUndefined()
    await merge(b, a)
    expect((await relationsOf(b.complaint.id)).mergedInto).toBe(a.complaint.id)
  })

  test('of two at once into one another only one happens', async () => {
    const [a, b] = [await file(), await file()]
    const outcomes = await Promise.allSettled([merge(a, b), merge(b, a)])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('is refused for what is confidential, and for what this government does not have', async () => {
    const [open, hidden] = [await file(), await file({ confidential: true })]
    await expect(merge(hidden, open)).rejects.toThrow(refused('NOT_MERGEABLE'))
    await expect(merge(open, hidden)).rejects.toThrow(refused('NOT_MERGEABLE'))
    const elsewhere = mergeCase(member.around, { case: caseOf(open), into: '64-0000000000000000' }, COORDINATOR)
    await expect(elsewhere).rejects.toThrow(refused('NOT_MERGEABLE'))
  })
})

describe('splitting', () => {
  test('files each part here, as of the day of the whole, under the same receipt and without an identity', async () => {
    const whole = await file({ reporter: { name: 'Warga' }, receivedAt: undefined })
    await split(whole)
    const parts = await partsOf(whole)
    expect(parts).toMatchObject(
      PARTS.map(({ title, category }) => ({ title, category, door: '64.08', secretHash: whole.complaint.secretHash })),
    )
    for (const { id } of parts) {
      const [filed] = await chainOf(id)
      expect(filed?.data.listing).toMatchObject({ parent: whole.complaint.id, receivedAt: '2026-03-17' })
    }
    const [kept] = await member.database
      .query<{ n: string }>('SELECT count(*) AS n FROM identity.reporter WHERE complaint = ANY($1)', [
        parts.map(({ id }) => id),
      ])
      .catch(() => [{ n: '0' }])
    expect(Number(kept?.n)).toBe(0)
  })

  test('the whole waits: nobody answers, closes, archives, hands over or splits it meanwhile', async () => {
    const whole = await file()
    await split(whole)
    const id = caseOf(whole)
    const acts = [
      { type: 'answer', case: id, body: 'Selesai' },
      { type: 'archive', case: id, reason: 'SPAM', explanation: 'Uji' },
      { type: 'handOver', case: id, reason: 'Uji' },
      { type: 'defer', case: id, question: 'Di mana?' },
    ] as const
    for (const act of acts) {
      await expect(actOnCase(member.around, act, COORDINATOR)).rejects.toThrow(refused('SPLIT_CASE'))
    }
    await expect(split(whole)).rejects.toThrow(refused('SPLIT_CASE'))
  })

  test('the whole closes with its last part, not before, and opens again with one that is reopened', async () => {
    const whole = await file()
    await split(whole)
    const [first, second] = await partsOf(whole)
    await archive(first?.case?.id ?? '')
    expect(await tendWholes(member.around)).toBe(0)
    expect(await statusOf(whole.complaint.id)).toBe('IN_PROGRESS')
    await archive(second?.case?.id ?? '')
    expect(await tendWholes(member.around)).toBe(1)
    expect(await statusOf(whole.complaint.id)).toBe('CLOSED')
    expect((await chainOf(whole.complaint.id)).at(-1)?.data.reason).toBe('PARTS_DONE')
    expect(await tendWholes(member.around)).toBe(0)

    const secret = whole.secret
    await actAsReporter(reporter, { type: 'reopen', complaint: first?.id ?? '', secret, reason: 'Belum.' })
    expect(await tendWholes(member.around)).toBe(1)
    expect(await statusOf(whole.complaint.id)).toBe('IN_PROGRESS')
  })

  test('a whole that its reporter withdraws takes its parts along', async () => {
    const whole = await file()
    await split(whole)
    await actAsReporter(reporter, { type: 'withdraw', complaint: whole.complaint.id, secret: whole.secret })
    await tendWholes(member.around)
    expect((await partsOf(whole)).map(({ status }) => status)).toEqual(['CLOSED', 'CLOSED'])
    expect(await statusOf(whole.complaint.id)).toBe('CLOSED')
  })

  test('a whole that its reporter takes up again is worked on as any other', async () => {
    const whole = await file()
    await split(whole)
    for (const part of await partsOf(whole)) await archive(part.case?.id ?? '')
    await tendWholes(member.around)
    const { complaint, secret } = whole
    await actAsReporter(reporter, { type: 'reopen', complaint: complaint.id, secret, reason: 'Belum selesai.' })
    await tendWholes(member.around)
    expect(await statusOf(complaint.id)).toBe('IN_PROGRESS')
    await actOnCase(member.around, { type: 'answer', case: caseOf(whole), body: 'Sudah.' }, COORDINATOR)
    expect(await statusOf(complaint.id)).toBe('ANSWERED')
  })

  test('a part that belongs to another government is asked to go there at once', async () => {
    const whole = await file()
    const electricity = { title: 'Listrik padam', body: 'Tiga hari.', category: 'energy.electricity', details: [] }
    await split(whole, [...PARTS, electricity])
    const [, , third] = await partsOf(whole)
    expect(await member.logOf('HandoverRequested', third?.id ?? '')).toMatchObject([{ to: '00' }])
  })

  test('into one part, or with a wrong category, is refused and leaves nothing', async () => {
    const whole = await file()
    await expect(split(whole, PARTS.slice(0, 1))).rejects.toThrow(refused('WRONG_NUMBER_OF_PARTS'))
    const wrong = [...PARTS, { ...PARTS[0], title: 'x', body: 'x', details: [], category: 'nonsense' }]
    await expect(split(whole, wrong)).rejects.toThrow(refused('UNKNOWN_CATEGORY'))
    expect(await partsOf(whole)).toEqual([])
    expect(await statusOf(whole.complaint.id)).toBe('FILED')
  })
})

describe('clusters and mass complaints', () => {
  test('whoever is put into a cluster is told by a step of the journey, and can leave it', async () => {
    const [a, b] = [await file(), await file()]
    const cluster = (named?: string) =>
      clusterCase(member.around, { case: caseOf(b), ...(named && { cluster: named }) }, COORDINATOR)
    await cluster(a.complaint.id)
    const [journey] = await complaintQueries(member.database).journeysOf([{ id: b.complaint.id }])
    expect(journey?.at(-1)).toMatchObject({ type: 'CLUSTERED', status: 'FILED' })
    expect((await relationsOf(b.complaint.id)).cluster).toBe(a.complaint.id)
    await cluster()
    expect((await relationsOf(b.complaint.id)).cluster).toBeUndefined()
    const hidden = await file({ confidential: true })
    const refusedOne = clusterCase(member.around, { case: caseOf(hidden), cluster: a.complaint.id }, COORDINATOR)
    await expect(refusedOne).rejects.toThrow(refused('NOT_CLUSTERABLE'))
  })

  test('five that are alike at one place are suggested to the coordinator, and to nobody else', async () => {
    const place = { category: 'public-works.drainage', location: '64.08.05' }
    const filed: Receipt[] = []
    for (const title of ['Got mampet', 'got mampet lagi', 'Got mampet!', 'GOT MAMPET', 'Got mampet parah']) {
      now = new Date(now.getTime() + 1_000)
      filed.push(await file({ ...place, title }))
    }
    await file({ ...place, title: 'Got mampet rahasia', confidential: true })
    const suggestions = await suggestMerges(member.around, '64.08', COORDINATOR)
    expect(suggestions.filter(({ location }) => location === '64.08.05')).toEqual([
      { ...place, survivor: caseOf(filed[0] as Receipt), duplicates: filed.slice(1).map(caseOf) },
    ])
    await expect(suggestMerges(member.around, '64.08', PUBLIC)).rejects.toThrow(refused('UNAUTHENTICATED'))
  })
})
