import { complaintsOfJune2020 } from '@lawang/scripts/demo/june-2020'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { dataOf, type Filed, file, read, readWhen } from '../operations/hub.ts'
import { anybody, type Official, official } from './officials.ts'

/** The table of Sulawesi Tengah: 26 complaints that no agency had followed up by June 2020. */
const SEED = [
  ['Penanggulangan bencana', 7],
  ['Tenaga kerja', 6],
  ['Kesehatan masyarakat', 5],
  ['Dana desa', 2],
  ['Kepegawaian', 2],
  ['Pengelolaan air minum', 1],
  ['Listrik', 1],
  ['Infrastruktur jalan', 1],
  ['Pertanahan', 1],
] as const
const MONTH = '2020-06'

/** Village funds and drinking water: the regency's or the city's. */
const GONE_TO_REGENCIES: ReadonlySet<string> = new Set(['village.fund', 'public-works.water-supply'])
/**
 * What the rules leave with the province, or leave to a person there: 1 of disasters, 4 of labour, 3 of health, 1 of
 * personnel, 1 of roads.
 */
const WITH_THE_PROVINCE = 10

interface Counts {
  readonly received: number
  readonly answered: number
  readonly inProgress: number
  readonly unanswered: number
}
interface Recap {
  readonly asOf: string
  readonly total: Counts
  readonly openHere: number
  readonly openElsewhere: number
  readonly openOwn: number
  readonly byCategory: readonly (Counts & { readonly category: { readonly code: string } })[]
  readonly byAgency: readonly (Counts & { readonly agency: { readonly id: string } })[]
  readonly byGovernment: readonly (Counts & { readonly region: { readonly code: string } })[]
}

const COUNTS = 'received answered inProgress unanswered'
const RECAP = `{
  asOf openHere openElsewhere openOwn total { ${COUNTS} } byCategory { category { code } ${COUNTS} }
  byAgency { agency { id } ${COUNTS} } byGovernment { region { code } ${COUNTS} }
}`

async function recapOf(region: string, member?: string): Promise<Recap> {
  const query = `query ($region: ID!, $month: String!) { recap(region: $region, month: $month) ${RECAP} }`
  const answer = await anybody(member).ask<{ recap: Recap }>({ query, variables: { region, month: MONTH } })
  return dataOf(answer).recap
}

/** The codes of the seed's subjects, in the order of its table. */
const CODES = [...new Set(complaintsOfJune2020().map(({ category }) => category))]

describe('the 26 complaints of June 2020, filed at the door of Sulawesi Tengah', () => {
  let province: Official
  let filed: readonly Filed[]
  let others: number

  beforeAll(async () => {
    province = await official({ role: 'coordinator', region: '72' })
    // The network is shared: what other files have filed in that month is none of these.
    others = (await recapOf('00')).total.received
    expect((await recapOf('72')).total.received).toBe(0)
    const rows = complaintsOfJune2020()
    const made: Filed[] = []
    for (const [i, { title, category, location, day, details }] of rows.entries()) {
      const content = { title, body: title, category, location, receivedAt: day, ...(details && { details }) }
      const kind = { door: '72', kind: 'COMPLAINT', channel: 'LETTER', anonymous: true, confidential: false }
      made.push(await file(province.client, { ...kind, ...content, idempotencyKey: `d1-${i}-${crypto.randomUUID()}` }))
    }
    filed = made
  })

  it('D1: the recap of 72 has the nine rows of the table in its order, 26 in all, none of them answered', async () => {
    await expect.poll(async () => (await recapOf('72')).total.received, { timeout: 30_000 }).toBe(26)
    const { total, byCategory } = await recapOf('72')
    expect(byCategory.map(({ category, received }) => [category.code, received])).toEqual(
      SEED.map(([, count], i) => [CODES[i], count]),
    )
    expect(total).toEqual({ received: 26, answered: 0, inProgress: 0, unanswered: 26 })
  })

  it('D2: after the handovers the province has still received 26 and the nation 26, counted once, at the door', async () => {
    const nationals = filed.filter((_, i) =>
      ['energy.electricity', 'land'].includes(complaintsOfJune2020()[i]?.category ?? ''),
    )
    expect(nationals).toHaveLength(2)
    for (const { id } of nationals) await readWhen(anybody(), id, 'HANDED_OVER')
    await expect.poll(async () => (await recapOf('72')).openElsewhere, { timeout: 30_000 }).toBe(2)
    // What the rules are sure of has gone by itself; of village funds a person says so, and the rules say whither.
    const toRegencies = filed.filter((_, i) => GONE_TO_REGENCIES.has(complaintsOfJune2020()[i]?.category ?? ''))
    expect(toRegencies).toHaveLength(3)
    const isWith = async (id: string) => (await read(anybody(), id)).handledBy?.region.code
    for (const { id } of toRegencies) {
      const { case: open } = await read(anybody(), id)
      if ((await isWith(id)) === '72' && open) {
        await province.act('HandOverCase', { case: open.id, reason: 'Kewenangan kabupaten atau kota.' })
      }
      await expect.poll(() => isWith(id), { timeout: 20_000 }).toMatch(/^72\.\d\d$/)
    }
    await expect.poll(async () => (await recapOf('72')).openOwn, { timeout: 20_000 }).toBe(WITH_THE_PROVINCE)
    const recap = await recapOf('72')
    expect(recap.total).toEqual({ received: 26, answered: 0, inProgress: 0, unanswered: 26 })
    expect([recap.openHere, recap.openElsewhere]).toEqual([24, 2])
    expect((await recapOf('00')).total.received).toBe(others + 26)
    expect(recap.byGovernment.map(({ received }) => received).reduce((a, b) => a + b)).toBe(26)
  })

  it('D7: received is answered, in progress and unanswered, in every row, and the province answers as the centre does', async () => {
    const centre = await recapOf('72')
    for (const row of [centre.total, ...centre.byCategory, ...centre.byAgency, ...centre.byGovernment]) {
      expect(row.answered + row.inProgress + row.unanswered).toBe(row.received)
    }
    const atProvince = await recapOf('72', 'provincial')
    expect({ ...atProvince, asOf: '' }).toEqual({ ...(await recapOf('72', 'national')), asOf: '' })
    expect({ ...atProvince, asOf: '' }).toEqual({ ...centre, asOf: '' })
  })

  it('D4: following up one of the 26 moves it within one event, live', async () => {
    // The inspection of labour is the province's own: it stays.
    const staying = filed[complaintsOfJune2020().findIndex(({ category }) => category === 'labour')]
    if (!staying) throw new Error('Nothing was filed')
    const query = `subscription ($region: ID!, $month: String!) { recapChanged(region: $region, month: $month) ${RECAP} }`
    const seen = anybody().follow<{ recapChanged: Recap }>({ query, variables: { region: '72', month: MONTH } })
    const totals: Counts[] = []
    for await (const answer of seen) {
      totals.push(dataOf(answer).recapChanged.total)
      if (totals.length === 1) {
        const { case: open } = await read(anybody(), staying.id)
        expect(await province.act('VerifyCase', { case: open?.id, category: 'labour' })).toBe('VERIFIED')
      }
      if (totals.at(-1)?.inProgress === 1) break
    }
    expect(totals[0]).toMatchObject({ received: 26, inProgress: 0 })
    expect(totals.at(-1)).toMatchObject({ received: 26, inProgress: 1, unanswered: 25 })
    expect((await recapOf('72')).total).toMatchObject({ inProgress: 1, unanswered: 25 })

    const { case: open } = await read(anybody(), staying.id)
    await province.act('StartCase', { case: open?.id })
    await province.act('AnswerCase', { case: open?.id, body: 'Perusahaan telah diperiksa.' })
    const answered = { received: 26, answered: 1, inProgress: 0, unanswered: 25 }
    await expect.poll(async () => (await recapOf('72')).total, { timeout: 20_000, interval: 50 }).toEqual(answered)
  })

  it('is exported with the same numbers, at the centre and at the province', async () => {
    const { members } = inject('network')
    const exported = await Promise.all(
      [members.national, members.provincial].map(async (member) =>
        (await fetch(`${member}/recap.csv?region=72&month=${MONTH}`)).text(),
      ),
    )
    expect(exported[1]).toBe(exported[0])
    expect(exported[0]).toContain('total,72,Sulawesi Tengah,26,1,0,25')
    expect(exported[0]).toContain('category,public-order.disaster,')
  })
})
