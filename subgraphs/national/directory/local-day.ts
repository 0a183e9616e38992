import type { GovernmentCode } from '@lawang/schema/region'

const HOUR = 3_600_000
const WIB = 7
const WITA = 8
const WIT = 9

/** Hours ahead of UTC by province; all others keep western time. Indonesia has no summer time. */
const PROVINCES_AHEAD: ReadonlyMap<string, number> = new Map([
  ...['51', '52', '53', '63', '64', '65', '71', '72', '73', '74', '75', '76'].map((code) => [code, WITA] as const),
  ...['81', '82', '91', '92', '93', '94', '95', '96'].map((code) => [code, WIT] as const),
])

/** The day (2026-01-31) that an instant falls on where a government is. */
export function localDay(government: GovernmentCode, instant: Date): string {
  const hours = PROVINCES_AHEAD.get(government.slice(0, 2)) ?? WIB
  return new Date(instant.getTime() + hours * HOUR).toISOString().slice(0, 10)
}
