import type { Place } from './page-cursor.ts'
import type { ReadFilter } from './read-filter.ts'
import { anyTerm, term } from './terms.ts'
import { weekOf } from './weeks.ts'

/** What narrows a search, as it is put to PostgreSQL. */
export interface Conditions {
  /** A tsquery as an expression over `values`; undefined where no term narrows the search. */
  readonly terms: string | undefined
  /** Conditions on the row itself, joined by AND. */
  readonly where: string
  readonly values: readonly unknown[]
  /** The weeks that it can be in, where they are known: none later, none earlier. */
  readonly newestWeek: number | undefined
  readonly oldestWeek: number | undefined
}

/**
 * How the rows of `hub.listing` are found that the public sees through a filter; with `after`, those behind that place.
 * `beginnings` are the words that each word of the text may be the beginning of.
 */
export function conditionsOf(
  filter: ReadFilter,
  beginnings: readonly (readonly string[])[],
  after?: Place,
): Conditions {
  const values: unknown[] = []
  const parameter = (value: unknown) => `$${values.push(value)}`
  const terms = termsOf(filter).map((text) => `${parameter(text)}::tsquery`)
  if (filter.words?.length === 0) terms.push(`${parameter(anyTerm([]))}::tsquery`)
  else if (filter.words) {
    const asWritten = beginnings.map((words) => anyTerm(words)).join(' & ')
    terms.push(
      `(plainto_tsquery('indonesian', ${parameter(filter.words.join(' '))}) || ${parameter(asWritten)}::tsquery)`,
    )
  }
  const where = ['NOT confidential']
  if (filter.filedFrom) where.push(`filed_at >= ${parameter(filter.filedFrom)}`)
  if (filter.filedBefore) where.push(`filed_at < ${parameter(filter.filedBefore)}`)
  if (filter.ids) where.push(`complaint = ANY(${parameter(filter.ids)})`)
  if (after) {
    where.push(`(filed_at, complaint) < (${parameter(after.filedAt)}::timestamptz, ${parameter(after.complaint)})`)
  }
  const latest = [filter.filedBefore, after && new Date(after.filedAt)].flatMap((at) => (at ? [weekOf(at)] : []))
  return {
    terms: terms.length === 0 ? undefined : terms.join(' && '),
    where: where.join(' AND '),
    values,
    newestWeek: latest.length === 0 ? undefined : Math.min(...latest),
    oldestWeek: filter.filedFrom && weekOf(filter.filedFrom),
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
