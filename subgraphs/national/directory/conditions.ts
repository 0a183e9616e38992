import type { Place } from './page-cursor.ts'
import { periodOf } from './periods.ts'
import type { ReadFilter } from './read-filter.ts'
import type { SoughtWord } from './sought-words.ts'
import { anyTerm, TERMS, term } from './terms.ts'

/** What narrows a search, as it is put to PostgreSQL. */
export interface Conditions {
  /** Whether a term narrows the search: `where` then has conditions that the inverted index answers. */
  readonly hasTerms: boolean
  /** Conditions on the row itself, joined by AND. */
  readonly where: string
  readonly values: readonly unknown[]
  /** The periods that it can be of, where they are known: none later, none earlier. */
  readonly newestPeriod: number | undefined
  readonly oldestPeriod: number | undefined
}

/**
 * How the rows of `hub.listing` are found that the public sees through a filter; with `after`, those behind that place.
 * Each term is a condition of its own: the index then leaps from one that is rare to the next row of one that is common,
 * which it does not do within one query of several terms.
 */
export function conditionsOf(filter: ReadFilter, words: readonly SoughtWord[], after?: Place): Conditions {
  const values: unknown[] = []
  const parameter = (value: unknown) => `$${values.push(value)}`
  const terms = [...termsOf(filter), ...(filter.words ? wordTerms(words) : [])]
  const where = [...terms.map((text) => `${TERMS} @@ ${parameter(text)}::tsquery`), 'NOT confidential']
  if (filter.filedFrom) where.push(`filed_at >= ${parameter(filter.filedFrom)}`)
  if (filter.filedBefore) where.push(`filed_at < ${parameter(filter.filedBefore)}`)
  if (filter.ids) where.push(`complaint = ANY(${parameter(filter.ids)})`)
  if (after) {
    where.push(`(filed_at, complaint) < (${parameter(after.filedAt)}::timestamptz, ${parameter(after.complaint)})`)
  }
  const latest = [filter.filedBefore, after && new Date(after.filedAt)].flatMap((at) => (at ? [periodOf(at)] : []))
  return {
    hasTerms: terms.length > 0,
    where: where.join(' AND '),
    values,
    newestPeriod: latest.length === 0 ? undefined : Math.min(...latest),
    oldestPeriod: filter.filedFrom && periodOf(filter.filedFrom),
  }
}

/** Each must be among a listing's terms: see the migration that makes them. */
function termsOf({ government, status, categories, agency, place }: ReadFilter): readonly string[] {
  return [
    ...(government === undefined ? [] : [term('of', government)]),
    ...(status ? [anyTerm(status.map((one) => `@status:${one}`))] : []),
    ...(categories ? [anyTerm(categories.map((one) => `@category:${one}`))] : []),
    ...(agency === undefined ? [] : [term('agency', agency)]),
    ...(place === undefined ? [] : [term('at', place)]),
  ]
}

/**
 * What titles with all words have among their terms: of each word its stem, the word itself, or one that begins so. Function
 * words narrow no search that has others; a text without any word finds nothing.
 */
function wordTerms(words: readonly SoughtWord[]): readonly string[] {
  const telling = words.filter(({ isFunctionWord }) => !isFunctionWord)
  const sought = telling.length > 0 ? telling : words
  return sought.length === 0 ? [anyTerm([])] : sought.map(({ forms }) => anyTerm(forms))
}
