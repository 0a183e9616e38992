import { endOfDay, isCivilDay } from '@lawang/member/domain/civil-day'
import type { Reference } from '@lawang/member/domain/model'
import { Refusal } from '@lawang/schema/errors'
import type { ComplaintStatus } from '@lawang/schema/exchange/messages'
import { parseId } from '@lawang/schema/id'
import { type GovernmentCode, isRegionCode, NATION, type RegionCode, selfAndAncestors } from '@lawang/schema/region'
import type { DirectoryFilter } from '../ports.ts'
import { readGovernment } from './read-government.ts'

/** A filter that was checked: what is absent does not narrow the search. */
export interface ReadFilter {
  /** Absent for the nation: everything lies under it. */
  readonly government?: GovernmentCode
  readonly status?: readonly ComplaintStatus[]
  /** The category and those under it. */
  readonly categories?: readonly string[]
  readonly agency?: string
  /** Where the complaint is about: this region or anything under it. */
  readonly place?: RegionCode
  readonly words?: readonly string[]
  readonly filedFrom?: Date
  /** The instant before which it was filed. */
  readonly filedBefore?: Date
  readonly ids?: readonly string[]
}

const MOST_CHARACTERS = 200
const MOST_WORDS = 16
const MOST_IDS = 100
const DAY = 24 * 60 * 60 * 1000
const FIRST_DAY = '1900-01-01'

/** Checks a filter against reference data. Refuses as `Directory.search` says. */
export function readFilter(filter: DirectoryFilter, reference: Reference): ReadFilter {
  const { region, status, category, agency, location, near, text, filedFrom, filedTo, ids } = filter
  const government = region == null ? undefined : readGovernment(region, reference)
  const place = readPlace(near == null ? location : aroundOf(near), reference)
  return {
    ...(government === undefined || government === NATION ? {} : { government }),
    ...(status == null || status.length === 0 ? {} : { status }),
    ...(category == null ? {} : { categories: readCategories(category, reference) }),
    ...(agency == null ? {} : { agency: readAgency(agency) }),
    ...(place === undefined ? {} : { place }),
    ...(text == null || text.trim() === '' ? {} : { words: readWords(text) }),
    ...(filedFrom == null ? {} : { filedFrom: new Date(endOfNationalDay(filedFrom).getTime() - DAY) }),
    ...(filedTo == null ? {} : { filedBefore: endOfNationalDay(filedTo) }),
    ...(ids == null ? {} : { ids: readIds(ids) }),
  }
}

/** The region around a place: the district of a village, the regency of a district, the province of a regency. */
function aroundOf(code: string): string {
  return isRegionCode(code) ? (selfAndAncestors(code).slice(0, -1)[1] ?? code) : code
}

/** Everything lies under the nation. */
function readPlace(code: string | null | undefined, reference: Reference): RegionCode | undefined {
  if (code == null) return undefined
  if (!isRegionCode(code) || !reference.region(code)) throw new Refusal('UNKNOWN_LOCATION')
  return code === NATION ? undefined : code
}

function readCategories(code: string, reference: Reference): readonly string[] {
  if (!reference.category(code)) throw new Refusal('UNKNOWN_CATEGORY')
  const under = reference.categories.filter(({ parent }) => parent === code)
  return [code, ...under.map((category) => category.code)]
}

/** Who asks for complaints that are none learns that there are none, as for those that are confidential. */
function readIds(ids: readonly (string | number)[]): readonly string[] {
  if (ids.length > MOST_IDS) throw new Refusal('PAGE_TOO_LARGE', undefined, { most: MOST_IDS })
  return ids.flatMap((text) => {
    const parsed = parseId(String(text))
    return parsed.form === 'valid' ? [parsed.id] : []
  })
}

function readAgency(text: string): string {
  const parsed = parseId(text)
  if (parsed.form === 'malformed') throw new Refusal('BAD_USER_INPUT', 'This is not the id of any agency.')
  if (parsed.kind !== 'agency')
    throw new Refusal('WRONG_ID_KIND', undefined, { expected: 'agency', found: parsed.kind })
  return parsed.id
}

/** Letters and digits only: punctuation has a meaning of its own in the search's language. */
function readWords(text: string): readonly string[] {
  if (text.length > MOST_CHARACTERS) throw new Refusal('TEXT_TOO_LONG', undefined, { most: MOST_CHARACTERS })
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, MOST_WORDS)
}

/** Days of the whole country's list are the nation's: Jakarta's time. */
function endOfNationalDay(day: string): Date {
  if (!isCivilDay(day) || day < FIRST_DAY) {
    throw new Refusal('BAD_USER_INPUT', 'filedFrom and filedTo are days that exist, like 2026-01-31.')
  }
  return endOfDay(day, NATION)
}
