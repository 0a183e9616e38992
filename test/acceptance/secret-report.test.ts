import { beforeAll, describe, expect, inject, it } from 'vitest'
import { dataOf, ELECTRICITY, type Event, type Filed, file, followTo } from '../operations/hub.ts'
import { operation } from '../operations/operations-file.ts'
import { anybody, official } from './officials.ts'

const TITLE = 'Pungutan di loket layanan'
const BODY = 'Petugas loket meminta uang sebelum melayani.'
const SECRET = { ...ELECTRICITY, door: '64.08', title: TITLE, body: BODY, confidential: true } as const

/** At the door, whose clock is eight hours ahead of UTC. */
const MONTH = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7)
const RECAP = `query ($region: ID!, $month: String!) { recap(region: $region, month: $month) {
  total { received } withheldByCategory withheldByAgency
  byCategory { category { code } received } byAgency { agency { id } received } } }`

interface Recap {
  readonly total: { readonly received: number }
  readonly withheldByCategory: number
  readonly withheldByAgency: number
  readonly byCategory: readonly { readonly received: number }[]
  readonly byAgency: readonly { readonly received: number }[]
}

const recapOf = async (region: string): Promise<Recap> =>
  dataOf(await anybody().ask<{ recap: Recap }>({ query: RECAP, variables: { region, month: MONTH } })).recap

describe('a confidential complaint', () => {
  let before: Recap
  let filed: Filed

  beforeAll(async () => {
    before = await recapOf('64.08')
    filed = await file(anybody(), SECRET)
    await followTo(anybody(), filed.id, 'HANDED_OVER')
  })

  it('is in no public list, however it is filtered', async () => {
    for (const filter of [
      {},
      { region: '64.08' },
      { region: '00' },
      { category: SECRET.category },
      { text: 'loket' },
    ]) {
      const asked = { query: operation('Complaints'), variables: { filter, first: 100 } }
      const answer = JSON.stringify(await anybody().ask(asked))
      expect(answer).toContain('"data"')
      expect(answer).not.toContain(filed.id)
      expect(answer).not.toContain(TITLE)
    }
  })

  it('is in no other answer that anybody may have: not as a likeness, in facets, in exports, or by another standard', async () => {
    const { gateway, members } = inject('network')
    const public_ = anybody()
    const { category, location } = SECRET
    const similar = `query ($input: SimilarComplaintsInput!) { similarComplaints(input: $input) { complaint { id title } } }`
    const search = `query ($filter: ComplaintFilter) { complaints(filter: $filter, first: 1) {
      totalCount facets { status { count } category { count } region { count } } } }`
    const none = { totalCount: 0, facets: { status: [], category: [], region: [] } }
    const asked = { query: search, variables: { filter: { text: 'pungutan loket', region: '64.08' } } }
    expect(dataOf(await public_.ask<{ complaints: unknown }>(asked)).complaints).toEqual(none)
    const texts = [
      JSON.stringify(
        await public_.ask({
          query: similar,
          variables: { input: { category, location, title: TITLE, body: BODY } },
        }),
      ),
      JSON.stringify(
        await public_.ask({
          query: `query ($id: ID!) { lastKnown(id: $id) { id title }
            complaint(id: $id) { statusText(language: ID) english: statusText(language: EN) whyHere { words } } }`,
          variables: { id: filed.id },
        }),
      ),
      JSON.stringify(
        await public_.ask({
          query: 'query ($id: ID!) { cluster(id: $id) { complaints { id title } } }',
          variables: { id: filed.id },
        }),
      ),
    ]
    for (const url of [
      `${gateway}/open311/v2/requests/${filed.id}.json`,
      `${gateway}/open311/v2/requests.json?jurisdiction_id=64.08`,
      `${gateway}/open311/v2/servicerequestupdates.json?service_request_id=${filed.id}`,
      `${members.national}/recap.csv?region=64.08&month=${MONTH}`,
    ]) {
      texts.push(await (await fetch(url)).text())
    }
    for (const text of texts) {
      expect(text).not.toContain(TITLE)
      expect(text).not.toContain(BODY)
    }
    const requests = await (await fetch(`${gateway}/open311/v2/requests.json?jurisdiction_id=64.08`)).text()
    expect(requests).not.toContain(filed.id)
  })

  it('says no word to who follows it, asks for it by its id, or for its case', async () => {
    const followed: readonly Event[] = await followTo(anybody(), filed.id, 'HANDED_OVER')
    const asked = await anybody().ask({ query: operation('Complaint'), variables: { id: filed.id } })
    const told = JSON.stringify([followed, asked])
    expect(told).not.toContain(TITLE)
    expect(told).not.toContain(BODY)
  })

  it('is in the total of its month and in no row of it, since a row would tell of fewer than ten', async () => {
    await expect
      .poll(async () => (await recapOf('64.08')).total.received, { timeout: 20_000 })
      .toBeGreaterThan(before.total.received)
    const { total, byCategory, byAgency, withheldByCategory, withheldByAgency } = await recapOf('64.08')
    const sum = (rows: readonly { readonly received: number }[]) =>
      rows.reduce((all, { received }) => all + received, 0)
    expect(withheldByCategory).toBeGreaterThan(0)
    expect(withheldByAgency).toBeGreaterThan(0)
    expect(sum(byCategory) + withheldByCategory).toBe(total.received)
    expect(sum(byAgency) + withheldByAgency).toBe(total.received)
  })

  it('is read by its officers, and by who has the secret', async () => {
    const asked = { query: operation('Complaint'), variables: { id: filed.id } }
    const { client } = await official({ role: 'coordinator', region: '64.08' })
    expect(dataOf(await client.ask(asked))).toMatchObject({ complaint: { title: TITLE } })
    const shown = { ...asked, variables: { id: filed.id, secret: filed.receipt.secret } }
    expect(dataOf(await anybody().ask(shown))).toMatchObject({ complaint: { title: TITLE } })
  })
})
