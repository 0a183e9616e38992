import { beforeAll, describe, expect, it } from 'vitest'
import { codesOf, dataOf, type Filed, file, followTo, read } from '../operations/hub.ts'
import { anybody, type Official, official } from './officials.ts'

const PLACE = { location: '64.08.04.2003', door: '64.08', kind: 'COMPLAINT', channel: 'WEB', anonymous: true } as const
const SCHOOL = { title: 'Atap SD bocor dan listrik padam', body: 'Atap kelas 3 bocor; listrik desa padam tiap malam.' }

interface Related {
  readonly parts: readonly string[]
  readonly parent: string | null
  readonly mergedInto: string | null
  readonly followers: number
}

const reporter = anybody()
let coordinator: Official

async function send<T>(
  official: Pick<Official, 'client'>,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<T> {
  return dataOf(await official.client.ask<T>({ query, variables }))
}

async function relations(id: string): Promise<Related> {
  const query = 'query ($id: ID!) { complaint(id: $id) { parent parts mergedInto followers } }'
  return dataOf(await reporter.ask<{ complaint: Related }>({ query, variables: { id } })).complaint
}

const fileHere = (input: object): Promise<Filed> =>
  file(reporter, { ...PLACE, ...input, idempotencyKey: crypto.randomUUID() })

async function caseOf(id: string): Promise<string> {
  return (await read(reporter, id)).case?.id ?? expect.fail(`${id} has no case`)
}

beforeAll(async () => {
  coordinator = await official({ role: 'coordinator', region: '64.08' })
})

describe('one report about two things', () => {
  it('is split into parts at two governments, each with its own custody, and closes when both are done', async () => {
    const whole = await fileHere(SCHOOL)
    const parts = [
      { title: 'Atap SD bocor', body: 'Kelas 3.', category: 'education.primary' },
      { title: 'Listrik padam', body: 'Tiap malam.', category: 'energy.electricity' },
    ]
    const split = 'mutation ($input: SplitCaseInput!) { splitCase(input: $input) { id status } }'
    await send(coordinator, split, { input: { case: await caseOf(whole.id), parts } })
    const [roof = '', grid = ''] = (await relations(whole.id)).parts
    expect(await relations(roof)).toMatchObject({ parent: whole.id, parts: [] })
    await followTo(reporter, grid, 'HANDED_OVER')
    expect((await read(reporter, grid)).handledBy?.region.code).toBe('00')

    await coordinator.act('ArchiveCase', { case: await caseOf(roof), reason: 'SPAM', explanation: 'Uji.' })
    expect((await read(reporter, whole.id)).status).toBe('IN_PROGRESS')
    // The receipt of the whole opens the parts, wherever they are.
    const withdraw = 'mutation ($input: WithdrawComplaintInput!) { withdrawComplaint(input: $input) { id } }'
    const { secret } = whole.receipt
    dataOf(await reporter.ask({ query: withdraw, variables: { input: { complaint: grid, secret } } }))
    await followTo(reporter, grid, 'CLOSED')
    await followTo(reporter, whole.id, 'CLOSED')
    expect((await read(reporter, whole.id)).status).toBe('CLOSED')
  })
})

describe('several reports about one thing', () => {
  it('are found before filing, followed, and merged; the reporter of the duplicate is told where it goes on', async () => {
    const about = { category: 'public-works.drainage' }
    const title = `Gorong-gorong runtuh ${crypto.randomUUID().slice(0, 8)}`
    const [first, second] = [
      await fileHere({ ...about, title, body: 'Runtuh.' }),
      await fileHere({ ...about, title, body: 'Lagi.' }),
    ]
    const similar =
      'query ($input: SimilarComplaintsInput!) { similarComplaints(input: $input) { score complaint { id complaint { status } } } }'
    const input = { ...about, location: PLACE.location, title, body: 'Ambruk.' }
    const asked = async () =>
      dataOf(
        await reporter.ask<{ similarComplaints: readonly { readonly complaint: { readonly id: string } }[] }>({
          query: similar,
          variables: { input },
        }),
      ).similarComplaints.map(({ complaint }) => complaint.id)
    await expect.poll(asked, { timeout: 20_000 }).toEqual(expect.arrayContaining([first.id, second.id]))

    const follow = 'mutation ($input: FollowComplaintInput!) { followComplaint(input: $input) { secret followers } }'
    await send({ client: reporter }, follow, { input: { complaint: first.id, idempotencyKey: 'once' } })
    await send({ client: reporter }, follow, { input: { complaint: first.id, idempotencyKey: 'once' } })
    expect((await relations(first.id)).followers).toBe(1)

    const merge = 'mutation ($input: MergeCaseInput!) { mergeCase(input: $input) { status } }'
    await send(coordinator, merge, { input: { case: await caseOf(second.id), into: first.id } })
    expect((await relations(second.id)).mergedInto).toBe(first.id)
    const journey = await followTo(reporter, second.id, 'ARCHIVED')
    expect(journey.at(-1)).toMatchObject({ type: 'ARCHIVED', reason: 'DUPLICATE' })
    const again = { input: { case: await caseOf(first.id), into: second.id } }
    expect(codesOf(await coordinator.client.ask({ query: merge, variables: again }))).toEqual(['NOT_MERGEABLE'])

    await coordinator.act('VerifyCase', { case: await caseOf(first.id), category: 'public-works.drainage' })
    await coordinator.act('StartCase', { case: await caseOf(first.id) })
    await coordinator.act('AnswerCase', { case: await caseOf(first.id), body: 'Gorong-gorong sudah diganti.' })
    // It is a step of the duplicate's own journey: who follows that one, or reads it, is told.
    const told = await followTo(reporter, second.id, 'CONTINUED')
    expect(told.at(-1)).toMatchObject({ type: 'CONTINUED', status: 'ARCHIVED', reason: 'CONTINUED_ANSWERED' })
    expect((await read(reporter, second.id)).journey.map(({ type }) => type)).toEqual([
      'FILED',
      'ARCHIVED',
      'CONTINUED',
    ])
  })

  it('at several governments are one cluster, and each reporter is told', async () => {
    const regency = await fileHere({ title: 'Banjir', body: 'Banjir di dua kabupaten.' })
    const province = await fileHere({ title: 'Banjir', body: 'Banjir.', door: '64' })
    const superior = await official({ role: 'coordinator', region: '64' })
    const cluster = 'mutation ($input: ClusterCaseInput!) { clusterCase(input: $input) { id } }'
    await send(coordinator, cluster, { input: { case: await caseOf(regency.id), cluster: regency.id } })
    await send(superior, cluster, { input: { case: await caseOf(province.id), cluster: regency.id } })
    const query = 'query ($id: ID!) { cluster(id: $id) { complaints { id complaint { status } } } }'
    const listed = async () =>
      dataOf(
        await reporter.ask<{ cluster: { complaints: readonly { readonly id: string }[] } }>({
          query,
          variables: { id: regency.id },
        }),
      ).cluster.complaints.map(({ id }) => id)
    await expect.poll(listed, { timeout: 20_000 }).toEqual([regency.id, province.id])
    for (const { id } of [regency, province]) {
      expect((await followTo(reporter, id, 'CLUSTERED')).at(-1)?.type).toBe('CLUSTERED')
    }
  })
})
