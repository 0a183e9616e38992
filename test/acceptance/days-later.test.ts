import type { BearerClaims } from '@lawang/member/access/claims'
import { civilDayOf } from '@lawang/member/domain/civil-day'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../operations/clients/client.ts'
import { fetchClient } from '../operations/clients/fetch.ts'
import { codesOf, dataOf, type Filed, file, read, readWhen, STREET_LIGHTS, tokenFor } from '../operations/hub.ts'
import { operation } from '../operations/operations-file.ts'
import { startTestNetwork, type TestNetwork } from '../operations/start-network.ts'

/** More than ten working days and less than sixty, over whatever weekends and days off. */
const LATER_DAYS = 40
const DAY = 24 * 3_600_000
const SHIFTED_CLOCK = new URL('../operations/shifted-clock.mjs', import.meta.url)

const VILLAGE = '64.08.04.2001'
const GOVERNMENT = '64.08'
const SUCCESSOR = { subject: 'penerus', name: 'Pejabat Penerus', position: 'Kepala Dinas' }

let started: TestNetwork
let reporter: Client
let shift = 0

const { category } = STREET_LIGHTS
const now = () => new Date(Date.now() + shift)
const fileHere = (input: object = {}) =>
  file(reporter, { ...STREET_LIGHTS, location: VILLAGE, ...input, idempotencyKey: crypto.randomUUID() })
const caseOf = async (id: string) => (await read(reporter, id)).case?.id ?? expect.fail(`${id} has no case`)

async function bearer(claims: BearerClaims, subject: string = claims.role): Promise<Client> {
  return fetchClient.connect(
    started.description.gateway,
    await tokenFor(started.description.dataFolder, claims, subject, now()),
  )
}

const act = async (client: Client, name: string, input: object): Promise<void> => {
  dataOf(await client.ask({ query: operation(name), variables: { input } }))
}

/** Stops every server, and starts all of them on a day that is so much later. */
async function sleepFor(days: number): Promise<void> {
  const servers = [...started.network.members.values(), started.network.gateway]
  await Promise.all(servers.map((server) => server.kill()))
  const url = new URL(SHIFTED_CLOCK)
  url.searchParams.set('days', String(days))
  const { NODE_OPTIONS: before = '' } = process.env
  process.env.NODE_OPTIONS = `${before} --import ${url.href}`
  try {
    await Promise.all(servers.map((server) => server.start()))
  } finally {
    process.env.NODE_OPTIONS = before
  }
  shift = days * DAY
}

let answered: Filed
let silent: Filed
let open: Filed
let programme: string

beforeAll(async () => {
  started = await startTestNetwork()
  reporter = fetchClient.connect(started.description.gateway)
  const kominfo = await bearer({ role: 'coordinator', region: GOVERNMENT })
  const province = await bearer({ role: 'coordinator', region: '64' })
  programme = await visitedToday(province)
  answered = await fileHere()
  silent = await fileHere({ location: '64.08.05' })
  open = await fileHere({ location: '64.08.05' })
  for (const { id } of [answered, silent]) {
    const opened = await caseOf(id)
    await act(kominfo, 'VerifyCase', { case: opened, category })
    await act(kominfo, 'StartCase', { case: opened })
    await act(kominfo, 'AnswerCase', { case: opened, body: 'Lampu sudah diganti.' })
  }
  const satisfied = { complaint: answered.id, secret: answered.receipt.secret, satisfied: true }
  await act(reporter, 'ReplyToAnswer', satisfied)
})
afterAll(() => started?.stop())

async function visitedToday(province: Client): Promise<string> {
  const create = 'mutation ($input: CreateOutreachProgrammeInput!) { createOutreachProgramme(input: $input) { id } }'
  const input = { province: '64', name: 'Masuk Desa', villages: [{ village: VILLAGE, people: 50 }] }
  const { createOutreachProgramme: created } = dataOf(
    await province.ask<{ createOutreachProgramme: { id: string } }>({ query: create, variables: { input } }),
  )
  const record = 'mutation ($input: RecordOutreachVisitInput!) { recordOutreachVisit(input: $input) { id } }'
  const visitedOn = civilDayOf(new Date(), '64')
  const visit = { province: '64', programme: created.id, village: VILLAGE, visitedOn, attended: 50 }
  dataOf(await province.ask({ query: record, variables: { input: visit } }))
  return created.id
}

describe('D3: a decree that begins on a later day', () => {
  const REGISTER = 'mutation ($input: RegisterMandateInput!) { registerMandate(input: $input) { id } }'
  const GOVERNMENT_OF_IT = '72.05'
  const former = () => bearer({ role: 'coordinator', region: GOVERNMENT_OF_IT }, 'pendahulu')
  const successor = () => bearer({ role: 'coordinator', region: GOVERNMENT_OF_IT }, SUCCESSOR.subject)
  let waiting: string

  it('takes no right from anybody before its day', async () => {
    const admin = await bearer({ role: 'national-admin', region: '00' })
    const { agencies } = dataOf(
      await reporter.ask<{ agencies: readonly { id: string; shortName: string }[] }>({
        query: operation('Agencies'),
        variables: { region: GOVERNMENT_OF_IT },
      }),
    )
    const agency = agencies.find(({ shortName }) => shortName === 'Diskominfo')?.id
    const later = new Date(Date.now() + 10 * DAY).toISOString()
    const decree = { agency, number: '188/77/2026', issuer: 'Bupati', validFrom: later, members: [SUCCESSOR] }
    dataOf(await admin.ask({ query: REGISTER, variables: { input: decree } }))
    const [first, second] = [0, 1].map(() => fileHere({ door: GOVERNMENT_OF_IT, location: GOVERNMENT_OF_IT }))
    await act(await former(), 'VerifyCase', { case: await caseOf((await first)?.id ?? ''), category })
    waiting = await caseOf((await second)?.id ?? '')
  })

  it('from its day on is the only one, without anybody doing anything', async () => {
    await sleepFor(LATER_DAYS)
    const input = { case: waiting, category }
    const late = await (await former()).ask({ query: operation('VerifyCase'), variables: { input } })
    expect(codesOf(late)).toEqual(['NO_MANDATE'])
    await act(await successor(), 'VerifyCase', input)
  })
})

describe('an answer to which the reporter says nothing', () => {
  it('is closed after ten working days by the server itself, which says why', async () => {
    const { journey, status } = await readWhen(reporter, silent.id, 'CLOSED')
    expect(status).toBe('CLOSED')
    expect(journey.at(-1)).toMatchObject({ type: 'CLOSED', reason: 'CLOSED_BY_SILENCE' })
    expect(journey.filter(({ type }) => type === 'CLOSED')).toHaveLength(1)
  })

  it('is reopened by who has the secret, and by nobody else', async () => {
    const reopen = 'mutation ($input: ReopenComplaintInput!) { reopenComplaint(input: $input) { status } }'
    const ask = (secret: string) => {
      const input = { complaint: silent.id, secret, reason: 'Lampu padam lagi.' }
      return reporter.ask<{ reopenComplaint: { status: string } | null }>({ query: reopen, variables: { input } })
    }
    expect(codesOf(await ask('AAAAAAAAAAAAAAAAAAAA'))).toEqual(['RECEIPT_NOT_RECOGNISED'])
    expect(dataOf(await ask(silent.receipt.secret)).reopenComplaint).toEqual({ status: 'IN_PROGRESS' })
    const { journey } = await readWhen(reporter, silent.id, 'REOPENED')
    expect(journey.map(({ type }) => type)).toEqual(['FILED', 'VERIFIED', 'STARTED', 'ANSWERED', 'CLOSED', 'REOPENED'])
  })
})

describe('a complaint that nobody has verified in time', () => {
  it("is told to the supervisor once, and is red on the supervisor's list", async () => {
    const { journey } = await readWhen(reporter, open.id, 'ESCALATED')
    expect(journey.filter(({ type }) => type === 'ESCALATED')).toMatchObject([{ reason: 'OVERDUE' }])
    const supervisor = await bearer({ role: 'supervisor', region: '64' })
    const query = `query ($region: ID!) {
      overdueCases(region: $region, first: 100) { edges { node { complaint { id } deadline { overdue light } } } }
    }`
    const { overdueCases } = dataOf(
      await supervisor.ask<{ overdueCases: { edges: readonly { node: { complaint: { id: string } } }[] } }>({
        query,
        variables: { region: GOVERNMENT },
      }),
    )
    const listed = overdueCases.edges.map(({ node }) => node).filter(({ complaint }) => complaint.id === open.id)
    expect(listed).toMatchObject([{ deadline: { overdue: true, light: 'RED' } }])
  })
})

describe('D17: the uplift of a village that was visited', () => {
  it('counts what was filed since the day of the visit and what of it is settled, beside as many days before', async () => {
    const query = `query { outreachProgrammes(region: "64") { id villages {
      village { code } attended uplift { days filedBefore filedAfter settledBefore settledAfter } } } }`
    const asked = async () =>
      dataOf(
        await reporter.ask<{ outreachProgrammes: readonly { id: string; villages: unknown }[] }>({ query }),
      ).outreachProgrammes.find(({ id }) => id === programme)?.villages
    const uplift = { days: LATER_DAYS, filedBefore: 0, filedAfter: 1, settledBefore: 0, settledAfter: 1 }
    await expect.poll(asked, { timeout: 20_000 }).toEqual([{ village: { code: VILLAGE }, attended: 50, uplift }])
  })
})
