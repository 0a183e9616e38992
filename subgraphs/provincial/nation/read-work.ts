import {
  type Days,
  type GovernmentWork,
  type VillageFilings,
  WORK_INDICATORS,
  type WorkCounts,
} from '@lawang/member/work'
import type { KeptNation } from './kept-answers.ts'
import { arrayOf, fieldsOf, numberOf, textOf } from './read-answer.ts'

const WORK = `query WorkCounts($region: ID!, $from: String!, $to: String!) {
  workCounts(region: $region, from: $from, to: $to) { region { code } ${WORK_INDICATORS.join(' ')} }
}`

const VILLAGES = `query VillageFilings($villages: [ID!]!, $from: String!, $to: String!) {
  villageFilings(villages: $villages, from: $from, to: $to) { village { code } filed settled }
}`

/** The work of a region and of each government under it, as the nation counts it, and when it was counted. */
export async function readWork(
  nation: KeptNation,
  region: string,
  days: Days,
): Promise<{ readonly work: readonly GovernmentWork[]; readonly asOf: Date }> {
  const { data, asOf } = await nation.ask(WORK, { region, ...days })
  const work = arrayOf(fieldsOf(data)('workCounts')).map((row) => {
    const fields = fieldsOf(row)
    const counts = Object.fromEntries(WORK_INDICATORS.map((name) => [name, numberOf(fields(name))])) as WorkCounts
    return { government: codeOf(fields('region')), counts }
  })
  return { work, asOf }
}

/** The complaints about one village. */
export async function readVillage(nation: KeptNation, village: string, days: Days): Promise<VillageFilings> {
  const { data } = await nation.ask(VILLAGES, { villages: [village], ...days })
  const row = fieldsOf(arrayOf(fieldsOf(data)('villageFilings'))[0])
  return { village, filed: numberOf(row('filed')), settled: numberOf(row('settled')) }
}

function codeOf(value: unknown): string {
  return textOf(fieldsOf(value)('code'))
}
