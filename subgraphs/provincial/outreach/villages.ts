import { isCivilDay } from '@lawang/member/domain/civil-day'
import { requireText } from '@lawang/member/domain/text'
import { Refusal } from '@lawang/schema/errors'
import type { GovernmentCode } from '@lawang/schema/region'
import type { NewProgramme, NewVisit, OutreachVillage } from '../ports.ts'
import type { Provinces } from '../provinces.ts'

const MOST_VILLAGES = 200
const MOST_PEOPLE = 1_000_000

/** A programme's name and villages as they may be stored. Refuses as `Outreach.create`. */
export function checkProgramme(
  { name, villages }: NewProgramme,
  province: GovernmentCode,
  provinces: Provinces,
): { readonly name: string; readonly villages: readonly OutreachVillage[] } {
  if (villages.length === 0 || villages.length > MOST_VILLAGES) {
    throw new Refusal('BAD_USER_INPUT', `A programme has 1 to ${MOST_VILLAGES} villages.`)
  }
  if (new Set(villages.map(({ village }) => village)).size < villages.length) {
    throw new Refusal('BAD_USER_INPUT', 'A village stands in a programme once.')
  }
  for (const { village, people } of villages) {
    if (!provinces.isVillageIn(village, province)) {
      throw new Refusal('UNKNOWN_LOCATION', 'Villages are named by their ten-digit codes, and lie in the province.')
    }
    requireCount('people', people, 1)
  }
  return { name: requireText(name, { name: 'name', longest: 200, singleLine: true }, 'BAD_USER_INPUT'), villages }
}

/** Refuses as `Outreach.recordVisit`. */
export function checkVisit({ visitedOn, attended }: NewVisit, today: string): void {
  if (!isCivilDay(visitedOn)) throw new Refusal('BAD_USER_INPUT', 'visitedOn is a day that exists, like 2026-01-31.')
  if (visitedOn > today) throw new Refusal('FUTURE_DATE')
  requireCount('attended', attended, 0)
}

function requireCount(name: string, count: number, least: number): void {
  if (Number.isInteger(count) && count >= least && count <= MOST_PEOPLE) return
  throw new Refusal('BAD_USER_INPUT', `${name} is a number of people, from ${least} to ${MOST_PEOPLE}.`)
}
