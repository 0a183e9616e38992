import { civilDayOf, dayNumber, dayOfNumber } from '@lawang/member/domain/civil-day'
import { loadReference } from '@lawang/member/reference/load'
import { beforeAll, describe, expect, it } from 'vitest'
import { codesOf, dataOf, file, STREET_LIGHTS } from '../operations/hub.ts'
import { anybody, type Official, official } from './officials.ts'

/** Paser, Penajam Paser Utara, Kutai Kartanegara, Kutai Barat and Berau: two villages each, fifty people in each. */
const REGENCIES = ['64.01', '64.09', '64.02', '64.07', '64.03']
const PEOPLE = 50

const reference = loadReference()
const villages = REGENCIES.flatMap((regency) => {
  const [district] = reference.regionsUnder(regency)
  return reference.regionsUnder(district?.code ?? '').slice(0, 2)
}).map(({ code }) => code)

const today = civilDayOf(new Date(), '64')
const yesterday = dayOfNumber(dayNumber(today) - 1)

interface Programme {
  readonly id: string
  readonly name: string
  readonly target: number
  readonly attended: number
  readonly regencies: readonly { readonly code: string }[]
  readonly villages: readonly {
    readonly village: { readonly code: string }
    readonly visitedOn: string | null
    readonly attended: number | null
    readonly uplift: { readonly days: number; readonly filedBefore: number; readonly filedAfter: number } | null
  }[]
}

const FIELDS = `id name target attended regencies { code }
  villages { village { code } visitedOn attended uplift { days filedBefore filedAfter } }`
const CREATE = `mutation ($input: CreateOutreachProgrammeInput!) { createOutreachProgramme(input: $input) { ${FIELDS} } }`
const VISIT = `mutation ($input: RecordOutreachVisitInput!) { recordOutreachVisit(input: $input) { ${FIELDS} } }`

describe('D17: SP4N-LAPOR! goes to ten villages of five regencies of Kalimantan Timur, to reach 500 people', () => {
  let province: Official
  let programme: Programme

  beforeAll(async () => {
    expect(villages).toHaveLength(10)
    province = await official({ role: 'coordinator', region: '64' })
    const input = {
      province: '64',
      name: 'SP4N-LAPOR! Masuk Desa',
      villages: villages.map((village) => ({ village, people: PEOPLE })),
    }
    const answer = await province.client.ask<{ createOutreachProgramme: Programme }>({
      query: CREATE,
      variables: { input },
    })
    programme = dataOf(answer).createOutreachProgramme
  })

  it('has its target, its regencies and its villages', () => {
    expect(programme).toMatchObject({ target: 500, attended: 0 })
    expect(programme.regencies.map(({ code }) => code).toSorted()).toEqual(REGENCIES.toSorted())
    expect(programme.villages.every(({ visitedOn, uplift }) => visitedOn === null && uplift === null)).toBe(true)
  })

  it('counts who came, village by village, and compares the complaints before and after', async () => {
    for (const village of villages) {
      const input = { province: '64', programme: programme.id, village, visitedOn: yesterday, attended: PEOPLE }
      dataOf(await province.client.ask({ query: VISIT, variables: { input } }))
    }
    const answer = await anybody().ask<{ outreachProgrammes: readonly Programme[] }>({
      query: `{ outreachProgrammes(region: "64") { ${FIELDS} } }`,
    })
    const shown = dataOf(answer).outreachProgrammes.find(({ id }) => id === programme.id)
    expect(shown).toMatchObject({ attended: 500, target: 500 })
    for (const { visitedOn, uplift } of shown?.villages ?? []) {
      expect([visitedOn, uplift]).toEqual([yesterday, { days: 1, filedBefore: 0, filedAfter: 0 }])
    }
  })

  it('sees what is filed about a village by its ten-digit code, but for what is confidential', async () => {
    const [village] = villages
    for (const confidential of [false, true]) {
      await file(anybody(), {
        ...STREET_LIGHTS,
        ...{ door: '64.01', location: village, confidential, idempotencyKey: crypto.randomUUID() },
      })
    }
    const query = `query ($villages: [ID!]!, $day: String!) {
      villageFilings(villages: $villages, from: $day, to: $day) { village { code } filed settled }
    }`
    const ask = async () => dataOf(await anybody().ask({ query, variables: { villages: [village], day: today } }))
    await expect
      .poll(ask, { timeout: 30_000 })
      .toEqual({ villageFilings: [{ village: { code: village }, filed: 1, settled: 0 }] })
  })

  it('is the province’s own: nobody else creates it, and villages lie in it', async () => {
    const regency = await official({ role: 'coordinator', region: '64.08' })
    const asked = (village: string) => ({ province: '64', name: 'x', villages: [{ village, people: 1 }] })
    const refused = async ({ client }: Official, village: string) =>
      codesOf(await client.ask({ query: CREATE, variables: { input: asked(village) } }))
    expect(await refused(regency, villages[0] ?? '')).toEqual(['FORBIDDEN'])
    expect(await refused(province, '13.01.01.2001')).toEqual(['UNKNOWN_LOCATION'])
    expect(await refused(province, '64.01.01')).toEqual(['UNKNOWN_LOCATION'])
  })
})
