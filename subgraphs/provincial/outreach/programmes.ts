import { requireAllowed } from '@lawang/member/access/policy'
import { subjectOf } from '@lawang/member/access/subject'
import { civilDayOf } from '@lawang/member/domain/civil-day'
import type { Database } from '@lawang/member/store/database'
import { Refusal } from '@lawang/schema/errors'
import type { GovernmentCode } from '@lawang/schema/region'
import type { KeptNation } from '../nation/kept-answers.ts'
import { readVillage } from '../nation/read-work.ts'
import type { Outreach, OutreachProgramme, OutreachVillage, Uplift } from '../ports.ts'
import type { Provinces } from '../provinces.ts'
import { insertProgramme, readProgramme, readProgrammes, writeVisit } from '../store/outreach.ts'
import { comparedDays } from './uplift.ts'
import { checkProgramme, checkVisit } from './villages.ts'

export interface OutreachOptions {
  readonly database: Database
  readonly nation: KeptNation
  readonly provinces: Provinces
  readonly now: () => Date
  readonly newId: () => string
}

/** Outreach programmes: who is to be reached where, who was, and what it changed. */
export function createOutreach({ database, nation, provinces, now, newId }: OutreachOptions): Outreach {
  const today = (province: GovernmentCode) => civilDayOf(now(), province)
  return {
    ofProvince: (province) => readProgrammes(database, provinces.read(province)),
    async create(input, actor) {
      const province = provinces.read(input.province)
      requireAllowed(actor, 'manageProgrammes', { government: province })
      const programme = { id: newId(), province, ...checkProgramme(input, province, provinces) }
      await insertProgramme(database, programme, { at: now(), by: subjectOf(actor) })
      return programme
    },
    async recordVisit(input, actor) {
      const known = await readProgramme(database, input.programme)
      if (!known) throw new Refusal('NOT_FOUND')
      requireAllowed(actor, 'manageProgrammes', { government: known.province })
      if (!known.villages.some(({ village }) => village === input.village)) throw new Refusal('NOT_FOUND')
      checkVisit(input, today(known.province))
      await writeVisit(database, input)
      return (await readProgramme(database, known.id)) ?? known
    },
    upliftsOf: ({ province, villages }: OutreachProgramme) =>
      Promise.all(villages.map((village) => upliftOf(nation, village, today(province)))),
  }
}

async function upliftOf(
  nation: KeptNation,
  { village, visit }: OutreachVillage,
  today: string,
): Promise<Uplift | undefined> {
  const compared = visit && comparedDays(visit.on, today)
  if (!compared) return undefined
  const [before, after] = await Promise.all([
    readVillage(nation, village, compared.before),
    readVillage(nation, village, compared.after),
  ])
  return {
    days: compared.days,
    filedBefore: before.filed,
    filedAfter: after.filed,
    settledBefore: before.settled,
    settledAfter: after.settled,
  }
}
