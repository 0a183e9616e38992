import { endOfDay, isCivilDay } from '@lawang/member/domain/civil-day'
import type { Reference } from '@lawang/member/domain/model'
import { Refusal } from '@lawang/schema/errors'
import type { ComplaintStatus } from '@lawang/schema/exchange/messages'
import { parseId } from '@lawang/schema/id'
import { type GovernmentCode, NATION } from '@lawang/schema/region'
import type { DirectoryFilter } from '../ports.ts'
import { readGovernment } from './read-government.ts'

/** A filter that was checked: what is absent does not narrow the search. */
export interface ReadFilter {
  readonly government?: GovernmentCode
  readonly status?: readonly ComplaintStatus[]
  /** The category and those under it. */
  readonly categories?: readonly string[]
  readonly agency?: string
  readonly words?: readonly string[]
  readonly filedFrom?: Date
  /** The instant before which it was filed. */
  readonly filedBefore?: Date
}

const MOST_CHARACTERS = 200
const MOST_WORDS = 16
const DAY = 24 * 60 * 60 * 1000
const FIRST_DAY = '1900-01-01'

/** Checks a filter against reference data. Refuses as `Directory.search` says. */
export function readFilter(filter: DirectoryFilter, reference: Reference): ReadFilter {
  const { region, status, category, agency, text, filedFrom, filedTo } = filter
  return {
    ...(region == null ? {} : { government: readGovernment(region, reference) }),
    ...(status == null || status.length === 0 ? {} : { status }),
    ...(category == null ? {} : { categories: readCategories(category, reference) }),
    ...(agency == null ? {} : { agency: readAgency(agency) }),
    ...(text == null || text.trim() === '' ? {} : { words: readWords(text) }),
    ...(filedFrom == null ? {} : { filedFrom: new Date(endOfNationalDay(filedFrom).getTime() - DAY) }),
    ...(filedTo == null ? {} : { filedBefore: endOfNationalDay(filedTo) }),
  }
}

function readCategories(code: string, reference: Reference): readonly string[] {
  if (!reference.category(code)) throw new Refusal('UNKNOWN_CATEGORY')
  const under = reference.categories.filter(({ parent }) => parent === code)
  return [code, ...under.map((category) => category.code)]
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
