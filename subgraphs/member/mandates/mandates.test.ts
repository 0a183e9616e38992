import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../domain/model.ts'
import { PUBLIC, sampleInput } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { actOnCase } from '../use-cases/act-on-case.ts'
import { fileComplaint } from '../use-cases/file-complaint.ts'
import { openTestMember, type TestMember } from '../use-cases/testing/test-member.ts'
import { type OpenMandates, openMandates } from './open-mandates.ts'

const reference = loadReference()
const agencies = reference.agenciesOf('64.08')
const diskominfo = agencies.find((agency) => agency.coordinator)?.id ?? ''
const inspektorat = agencies.find((agency) => agency.kind === 'inspektorat')?.id ?? ''

const ADMIN: Actor = { kind: 'person', subject: 'admin', role: 'national-admin', region: '00' }
const officer = (subject: string): Actor => ({ kind: 'person', subject, role: 'coordinator', region: '64.08' })
const FORMER = { subject: 'pejabat-lama', name: 'Pejabat Lama', position: 'Kepala Dinas' }
const SUCCESSOR = { subject: 'pejabat-baru', name: 'Pejabat Baru', position: 'Kepala Dinas' }

let now: Date
let mandates: OpenMandates
let member: TestMember
const closing: (() => PromiseLike<void>)[] = []

beforeEach(async () => {
  now = new Date('2026-03-17T02:00:00Z')
  const outer = await openTestMember({ reference, governments: ['64.08'], now: () => now })
  closing.push(() => outer[Symbol.asyncDispose]())
  mandates = await openMandates({
    ...{ database: outer.database, reference, governments: ['64.08'], setting: 'REQUIRED' },
    now: () => now,
    onFault: (error) => {
      throw error
    },
  })
  closing.push(() => mandates.close())
  const around = { ...outer.around, mandates: mandates.rules, reference: mandates.reference }
  member = { ...outer, around }
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const register = (agency: string, number: string, members: readonly (typeof FORMER)[], validFrom = now) =>
  mandates.services.register({ agency, number, issuer: 'Bupati Kutai Timur', validFrom, members }, ADMIN)

async function fileCase(): Promise<string> {
  const { complaint } = await fileComplaint(member.around, sampleInput(), PUBLIC)
  return complaint.case?.id ?? ''
}
const verify = (caseId: string, actor: Actor) =>
  actOnCase(member.around, { type: 'verify', case: caseId, category: 'public-works.roads' }, actor)
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })

test('nobody acts without a decree, and nothing is written', async () => {
  const caseId = await fileCase()
  const before = await member.log()
  await expect(verify(caseId, officer('pejabat-lama'))).rejects.toEqual(refusal('NO_MANDATE'))
  expect(await member.log()).toEqual(before)
})

test('whoever asks again and again is judged by the decrees of each moment, to the millisecond and by a clock that is set back', async () => {
  const asker = officer(FORMER.subject)
  const at = (moment: Date, ms = 0) => {
    now = new Date(moment.getTime() + ms)
    const judged = mandates.services.judge(asker)
    return judged.kind === 'person' && judged.withoutMandate !== true
  }
  const [today, begins, ends] = [now, new Date('2026-03-18T02:00:00Z'), new Date('2026-03-19T02:00:00Z')]
  expect(at(today)).toBe(false)
  await register(diskominfo, '1/2026', [FORMER], begins)
  expect([at(today), at(begins, -1), at(begins), at(ends)]).toEqual([false, false, true, true])
  now = today
  await register(diskominfo, '2/2026', [SUCCESSOR], ends)
  expect([at(begins, -1), at(begins), at(ends, -1), at(ends)]).toEqual([false, true, true, false])
  expect([at(ends, -1), at(begins, -1)]).toEqual([true, false])
})

test('whoever asks again and again is judged by a transfer, and by a secretariat that moves on a day to come', async () => {
  const asker = officer(FORMER.subject)
  const isOfficer = () => {
    const judged = mandates.services.judge(asker)
    return judged.kind === 'person' && judged.withoutMandate !== true
  }
  const moves = new Date('2026-03-18T02:00:00Z')
  const { id } = await register(diskominfo, '1/2026', [FORMER, SUCCESSOR])
  const issuer = 'Bupati Kutai Timur'
  await mandates.services.moveSecretariat({ agency: inspektorat, number: '2/2026', issuer, from: moves }, ADMIN)
  expect(isOfficer()).toBe(true)
  now = moves
  expect(isOfficer()).toBe(false)
  now = new Date(moves.getTime() - 1)
  expect(isOfficer()).toBe(true)
  await mandates.services.end({ government: '64.08', mandate: id, subject: FORMER.subject, at: now }, ADMIN)
  expect(isOfficer()).toBe(false)
})

describe('D3: the team is renewed', () => {
  test('whoever was transferred cannot act, the successor can, and the history keeps the old name and decree', async () => {
    const [one, two] = [await fileCase(), await fileCase()]
    await register(diskominfo, '188/12/2025', [FORMER])
    await verify(one, officer('pejabat-lama'))
    now = new Date('2026-03-18T02:00:00Z')
    await register(diskominfo, '188/40/2026', [SUCCESSOR])
    await expect(verify(two, officer('pejabat-lama'))).rejects.toEqual(refusal('NO_MANDATE'))
    await verify(two, officer('pejabat-baru'))
    expect(await mandates.services.actsOf([one, two])).toMatchObject([
      [{ act: 'verify', name: 'Pejabat Lama', position: 'Kepala Dinas', decree: '188/12/2025' }],
      [{ act: 'verify', name: 'Pejabat Baru', position: 'Kepala Dinas', decree: '188/40/2026' }],
    ])
  })

  test('a transfer within the decree ends the right at that moment, and the agency is listed once nobody is left', async () => {
    const caseId = await fileCase()
    const { id } = await register(diskominfo, '188/12/2025', [FORMER])
    const lacking = () => mandates.services.withoutOperator('64.08').map((agency) => agency.id)
    expect(lacking()).not.toContain(diskominfo)
    expect(mandates.services.judge(officer('pejabat-lama'))).toEqual(officer('pejabat-lama'))
    await mandates.services.end({ government: '64.08', mandate: id, subject: 'pejabat-lama' }, ADMIN)
    expect(mandates.services.judge(officer('pejabat-lama'))).toMatchObject({ withoutMandate: true })
    await expect(verify(caseId, officer('pejabat-lama'))).rejects.toEqual(refusal('NO_MANDATE'))
    expect(lacking()).toContain(diskominfo)
  })

  test('who listens is told when a right ends by the clock', async () => {
    const validTo = new Date(Date.now() + 60)
    now = new Date(Date.now() - 1)
    await mandates.services.register(
      { agency: diskominfo, number: '1', issuer: 'Bupati', validFrom: now, validTo, members: [FORMER] },
      ADMIN,
    )
    const told = new Promise<void>((resolve) => mandates.services.onChange(resolve))
    await told
    now = validTo
    expect(mandates.services.judge(officer('pejabat-lama'))).toMatchObject({ withoutMandate: true })
  })
})

describe('D9: the secretariat moves by decree', () => {
  test('cases before and after have the right coordinator, and none is lost', async () => {
    const move = (agency: string, number: string, from: Date) =>
      mandates.services.moveSecretariat({ agency, number, issuer: 'Bupati Kutai Timur', from }, ADMIN)
    await register(inspektorat, '188/1/2026', [FORMER])
    await register(diskominfo, '188/2/2026', [SUCCESSOR])
    await move(inspektorat, '188/3/2026', now)
    const agencyOf = async (id: string) => {
      const [row] = await member.database.query<{ agency_id: string }>(
        'SELECT agency_id FROM case_file WHERE id = $1',
        [id],
      )
      return row?.agency_id
    }
    const before = await fileCase()
    await expect(verify(before, officer('pejabat-baru'))).rejects.toEqual(refusal('NO_MANDATE'))
    await move(diskominfo, '188/4/2026', new Date('2026-04-01T00:00:00Z'))
    expect(await agencyOf(await fileCase())).toBe(inspektorat)

    now = new Date('2026-04-01T00:00:00Z')
    const after = await fileCase()
    expect([await agencyOf(before), await agencyOf(after)]).toEqual([inspektorat, diskominfo])
    expect(mandates.reference.agenciesOf('64.08')[0]).toMatchObject({ id: diskominfo, coordinator: true })
    await expect(verify(before, officer('pejabat-lama'))).rejects.toEqual(refusal('NO_MANDATE'))
    await verify(before, officer('pejabat-baru'))
    await verify(after, officer('pejabat-baru'))
    const [row] = await member.database.query<{ open: string }>(
      `SELECT count(*) AS open FROM case_file WHERE status = 'VERIFIED' OR status = 'OPEN'`,
    )
    expect(Number(row?.open)).toBe(3)
  })
})

describe('who keeps the decrees', () => {
  const input = (agency: string) => ({ agency, number: '9', issuer: 'Bupati', validFrom: now, members: [FORMER] })

  test.each<[string, Actor, string]>([
    ['the public', PUBLIC, 'UNAUTHENTICATED'],
    [
      'an operator',
      { kind: 'person', subject: 'x', role: 'operator', region: '64.08', agency: diskominfo },
      'FORBIDDEN',
    ],
    ['a coordinator of elsewhere', { kind: 'person', subject: 'x', role: 'coordinator', region: '64' }, 'FORBIDDEN'],
    ['a coordinator without a decree', { ...officer('x'), withoutMandate: true } as Actor, 'NO_MANDATE'],
  ])('is not %s', async (_who, actor, code) => {
    await expect(async () => mandates.services.register(input(diskominfo), actor)).rejects.toEqual(refusal(code))
    expect(mandates.services.ofGovernment('64.08')).toEqual([])
  })

  test("is the government's coordinator, and for the first one the national administrator", async () => {
    await register(diskominfo, '188/12/2025', [FORMER])
    await mandates.services.register(input(inspektorat), officer('pejabat-lama'))
    expect(mandates.services.ofGovernment('64.08')).toHaveLength(2)
  })

  test('two that register at once for one agency do not both stay in force', async () => {
    const later = (ms: number) => new Date(now.getTime() + ms)
    await Promise.allSettled([1, 2, 3].map((i) => register(diskominfo, `number-${i}`, [FORMER], later(i))))
    const open = mandates.services.ofGovernment('64.08').filter(({ validTo }) => validTo === undefined)
    expect(open).toHaveLength(1)
  })
})

test('a development network lets everybody act for every agency, until a decree is registered', async () => {
  const development = await openMandates({
    ...{ database: member.database, reference, governments: ['64.08'], setting: 'DEVELOPMENT' },
    now: () => now,
    onFault: () => {},
  })
  closing.push(() => development.close())
  expect(development.services.withoutOperator('64.08')).toEqual([])
  expect(development.services.judge(officer('whoever'))).toEqual(officer('whoever'))
  await register(diskominfo, '188/12/2025', [FORMER])
  await expect(verify(await fileCase(), officer('whoever'))).rejects.toEqual(refusal('NO_MANDATE'))
})
