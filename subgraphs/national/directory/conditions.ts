import { governmentPattern } from './government-pattern.ts'
import type { Place } from './page-cursor.ts'
import type { ReadFilter } from './read-filter.ts'

/** A WHERE clause and the values of its parameters. */
export interface Conditions {
  readonly where: string
  readonly values: readonly unknown[]
}

/** The rows of `hub.listing` that the public sees through a filter; with `after`, those behind that place. */
export function conditionsOf(filter: ReadFilter, after?: Place): Conditions {
  const values: unknown[] = []
  const parameter = (value: unknown) => `$${values.push(value)}`
  const conditions = ['NOT confidential']
  if (filter.government !== undefined) {
    const pattern = parameter(governmentPattern(filter.government))
    conditions.push(`(door LIKE ${pattern} OR holder LIKE ${pattern})`)
  }
  if (filter.status) conditions.push(`status = ANY(${parameter(filter.status)})`)
  if (filter.categories) conditions.push(`category = ANY(${parameter(filter.categories)})`)
  if (filter.agency !== undefined) conditions.push(`agency = ${parameter(filter.agency)}`)
  if (filter.words) {
    const stemmed = parameter(filter.words.join(' '))
    const beginnings = parameter(filter.words.map((word) => `${word}:*`).join(' & '))
    conditions.push(
      `(words @@ plainto_tsquery('indonesian', ${stemmed}) OR words @@ to_tsquery('simple', ${beginnings}))`,
    )
  }
  if (filter.filedFrom) conditions.push(`filed_at >= ${parameter(filter.filedFrom)}`)
  if (filter.filedBefore) conditions.push(`filed_at < ${parameter(filter.filedBefore)}`)
  if (after) {
    conditions.push(`(filed_at, complaint) < (${parameter(after.filedAt)}::timestamptz, ${parameter(after.complaint)})`)
  }
  return { where: conditions.join(' AND '), values }
}
