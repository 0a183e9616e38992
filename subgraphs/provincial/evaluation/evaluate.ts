import { civilDayOf, latestCivilDay } from '@lawang/member/domain/civil-day'
import { type GovernmentWork, NO_WORK } from '@lawang/member/work'
import { Refusal } from '@lawang/schema/errors'
import { governmentOf, isRegionCode, NATION, tierOf } from '@lawang/schema/region'
import type { KeptNation } from '../nation/kept-answers.ts'
import { readWork } from '../nation/read-work.ts'
import type { Evaluations } from '../ports.ts'
import type { Provinces } from '../provinces.ts'
import { daysOfQuarter } from './quarter.ts'
import { type Scored, scoreAll } from './score.ts'

/** A scored government, of which quarter, and up to when it was counted. */
export interface Evaluation extends Scored {
  readonly quarter: string
  readonly asOf: Date
}

export interface EvaluationOptions {
  readonly nation: KeptNation
  readonly provinces: Provinces
  readonly now: () => Date
}

/** Evaluations from what the nation counts: the same numbers, whoever computes them again. */
export function createEvaluations({ nation, provinces, now }: EvaluationOptions): Evaluations {
  async function ofProvince(code: string, quarter: string): Promise<readonly Evaluation[]> {
    const province = provinces.read(code)
    const days = daysOfQuarter(quarter, civilDayOf(now(), province))
    const { work, asOf } = await readWork(nation, province, days)
    const under = work.filter(({ government }) => government !== province)
    return scoreAll(under).map((scored) => ({ ...scored, quarter, asOf }))
  }

  /**
   * Each province up to its own day: where it has begun before the nation's, what was answered in it counts; where it has not,
   * what is due in it is not missed yet. A quarter that has begun in the east alone has nothing of the others. Every
   * province's server gives the same answer at the same moment.
   */
  async function ofProvinces(asked: string, quarter: string): Promise<readonly Evaluation[]> {
    provinces.read(asked)
    const at = now()
    const today = civilDayOf(at, NATION)
    const days = daysOfQuarter(quarter, latestCivilDay(at))
    const ahead = await readWork(nation, NATION, days)
    const readBehind = async () => {
      if (days.from > today) return { ...ahead, work: ahead.work.map((one) => ({ ...one, counts: NO_WORK })) }
      return days.to > today ? readWork(nation, NATION, { ...days, to: today }) : ahead
    }
    const behind = await readBehind()
    const asOf = behind.asOf < ahead.asOf ? behind.asOf : ahead.asOf
    const isAhead = ({ government }: GovernmentWork) => civilDayOf(at, government) !== today
    const work = [...ahead.work.filter(isAhead), ...behind.work.filter((one) => !isAhead(one))]
    const all = work.filter(({ government }) => government !== NATION && tierOf(government) === 'PROVINCIAL')
    return scoreAll(all).map((scored) => ({ ...scored, quarter, asOf }))
  }

  return {
    ofProvince,
    ofProvinces,
    async ofGovernment(code, quarter) {
      const isProvince = isRegionCode(code) && tierOf(code) === 'PROVINCIAL'
      const government = isRegionCode(code) ? governmentOf(code, isProvince ? 'PROVINCIAL' : 'REGENCY') : undefined
      if (government === undefined) throw new Refusal('UNKNOWN_JURISDICTION')
      const all = await (isProvince ? ofProvinces(code, quarter) : ofProvince(government.slice(0, 2), quarter))
      const found = all.find((evaluation) => evaluation.government === government)
      if (!found) throw new Refusal('UNKNOWN_JURISDICTION')
      return found
    },
  }
}
