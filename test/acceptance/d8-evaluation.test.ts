import { civilDayOf } from '@lawang/member/domain/civil-day'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { dataOf, file, read, STREET_LIGHTS } from '../operations/hub.ts'
import { anybody, official } from './officials.ts'

interface Evaluation {
  readonly region: { readonly code: string }
  readonly standing: 'RATED' | 'NO_REPORTS'
  readonly score: number | null
  readonly rank: number | null
  readonly counts: { readonly answers: number }
  readonly parts: readonly {
    readonly weight: number
    readonly good: number
    readonly of: number
    readonly mean: number | null
    readonly shrunk: number | null
  }[]
}

const FIELDS = 'region { code } standing score rank counts { answers } parts { weight good of mean shrunk }'
const today = civilDayOf(new Date(), '64')
const QUARTER = `${today.slice(0, 4)}-Q${Math.ceil(Number(today.slice(5, 7)) / 3)}`

async function evaluations(member?: string): Promise<readonly Evaluation[]> {
  const query = `query ($quarter: String!) { evaluations(region: "64", quarter: $quarter) { ${FIELDS} } }`
  const answer = await anybody(member).ask<{ evaluations: readonly Evaluation[] }>({
    query,
    variables: { quarter: QUARTER },
  })
  return dataOf(answer).evaluations
}

/** That score and rank follow from what is published with them, by the formula of docs/evaluation.md. */
function expectComputable(all: readonly Evaluation[]): void {
  const scores = all.flatMap(({ score }) => (score === null ? [] : [score]))
  for (const { score, rank, parts } of all) {
    if (score === null) continue
    const known = parts.filter(({ mean }) => mean !== null)
    const weights = known.reduce((sum, { weight }) => sum + weight, 0)
    const shares = known.map(({ weight, good, of, mean }) => (weight * (good + 10 * (mean ?? 0))) / (of + 10))
    expect(score).toBeCloseTo((100 * shares.reduce((a, b) => a + b)) / weights, 1)
    expect(rank).toBe(1 + scores.filter((other) => other > score).length)
  }
}

describe('the evaluation of a quarter in Kalimantan Timur', () => {
  beforeAll(async () => {
    const kominfo = await official({ role: 'coordinator', region: '64.08' })
    const { id } = await file(anybody(), { ...STREET_LIGHTS, idempotencyKey: crypto.randomUUID() })
    const { case: open } = await read(anybody(), id)
    expect(await kominfo.act('VerifyCase', { case: open?.id, category: STREET_LIGHTS.category })).toBe('VERIFIED')
    expect(await kominfo.act('StartCase', { case: open?.id })).toBe('IN_PROGRESS')
    expect(await kominfo.act('AnswerCase', { case: open?.id, body: 'Lampu sudah diganti.' })).toBe('ANSWERED')
  })

  it('D8: names all ten regencies and cities; one without reports is not good, but unrated and last', async () => {
    await expect
      .poll(async () => (await evaluations()).find(({ region }) => region.code === '64.08')?.counts.answers ?? 0, {
        timeout: 30_000,
      })
      .toBeGreaterThan(0)
    const all = await evaluations()
    expect(all.map(({ region }) => region.code).toSorted()).toEqual(
      ['64.01', '64.02', '64.03', '64.07', '64.08', '64.09', '64.11', '64.71', '64.72', '64.74'].toSorted(),
    )
    const rated = all.filter(({ standing }) => standing === 'RATED')
    expect(rated.map(({ region }) => region.code)).toContain('64.08')
    expect(all.slice(0, rated.length)).toEqual(rated)
    for (const { score, rank } of all.slice(rated.length)) expect([score, rank]).toEqual([null, null])
    expect(all.length).toBeGreaterThan(rated.length)
  })

  it('D5: score and rank can be computed again from the indicators that stand beside them', async () => {
    expectComputable(await evaluations())
  })

  it('D5: the province itself has a rank among the provinces, computed again in the same way, the same at any of them', async () => {
    const province = await official({ role: 'coordinator', region: '64' })
    const { id } = await file(anybody(), {
      ...STREET_LIGHTS,
      ...{ door: '64', details: [{ key: 'roadStatus', value: 'PROVINCIAL' }], idempotencyKey: crypto.randomUUID() },
    })
    const { case: open } = await read(anybody(), id)
    await province.act('VerifyCase', { case: open?.id, category: STREET_LIGHTS.category })
    await province.act('StartCase', { case: open?.id })
    await province.act('AnswerCase', { case: open?.id, body: 'Lampu sudah diganti.' })
    const query = `query ($region: ID!, $quarter: String!) {
      provinceEvaluations(region: $region, quarter: $quarter) { ${FIELDS} } }`
    const ranked = async (region: string) =>
      dataOf(
        await anybody().ask<{ provinceEvaluations: readonly Evaluation[] }>({
          query,
          variables: { region, quarter: QUARTER },
        }),
      ).provinceEvaluations
    const own = async () => (await ranked('64')).find(({ region }) => region.code === '64')
    await expect.poll(async () => (await own())?.counts.answers ?? 0, { timeout: 30_000 }).toBeGreaterThan(0)
    const all = await ranked('72')
    expect(all).toEqual(await ranked('64'))
    expect(all).toHaveLength(38)
    expect(new Set(all.map(({ region }) => region.code.length))).toEqual(new Set([2]))
    expectComputable(all)
    expect((await own())?.standing).toBe('RATED')
  })

  it('is the same for one regency, asked for at the gateway, as in the list at the province', async () => {
    const query = `query ($quarter: String!) { agencies(region: "64.08") { region { code evaluation(quarter: $quarter) { ${FIELDS} } } } }`
    const answer = await anybody().ask<{
      agencies: readonly { readonly region: { readonly evaluation: Evaluation } }[]
    }>({
      query,
      variables: { quarter: QUARTER },
    })
    const [agency] = dataOf(answer).agencies
    const listed = (await evaluations('provincial')).find(({ region }) => region.code === '64.08')
    expect(agency?.region.evaluation).toEqual(listed)
  })

  it('is exported with every indicator', async () => {
    const { members } = inject('network')
    const response = await fetch(`${members.provincial}/evaluation.csv?region=64&quarter=${QUARTER}`)
    expect((await response.text()).split('\r\n')).toHaveLength(12)
    const workbook = await fetch(`${members.provincial}/evaluation.xlsx?region=64&quarter=${QUARTER}`)
    expect(workbook.headers.get('content-disposition')).toBe(`attachment; filename="evaluation-64-${QUARTER}.xlsx"`)
  })
})
