import { civilDayOf } from '@lawang/member/domain/civil-day'
import type { Agency, Reference, Region } from '@lawang/member/domain/model'
import { periodOf } from '@lawang/national/directory/periods'
import type { ComplaintStatus } from '@lawang/schema/exchange/messages'
import { makeId } from '@lawang/schema/id'
import { type GovernmentCode, governmentOf, type RegionCode } from '@lawang/schema/region'
import { pick, type Random } from '../simulation/random.ts'
import { writeTitle } from './titles.ts'

/** Days over which what is loaded was filed, up to the last. */
const DAYS = 730
const DAY = 86_400_000
export const LAST_DAY = Date.parse('2026-10-31T00:00:00Z')

/** A row of `hub.listing`. */
export interface LoadedListing {
  readonly complaint: string
  readonly door: GovernmentCode
  readonly holder: GovernmentCode
  readonly kind: string
  readonly title: string | null
  readonly category: string
  readonly location: string
  readonly status: ComplaintStatus
  readonly confidential: boolean
  readonly filed_at: string
  readonly period: number
  readonly received_on: string
  readonly updated_at: string
  readonly agency: string
  readonly agency_name: string
  readonly agency_short_name: string
}

/** What listings are made of: the governments of the country, the places and the agencies of each. */
export interface Country {
  readonly governments: readonly GovernmentCode[]
  readonly under: (code: RegionCode) => readonly Region[]
  readonly agenciesOf: (government: GovernmentCode) => readonly Agency[]
}

export function wholeCountry(reference: Reference): Country {
  const provinces = reference.regionsUnder().map(({ code }) => code)
  const under = provinces.flatMap((code) => reference.regionsUnder(code).map((region) => region.code))
  return {
    governments: under.filter((code) => governmentOf(code) === code),
    under: keptByKey((code) => reference.regionsUnder(code)),
    agenciesOf: keptByKey((government) => reference.agenciesOf(government).slice(0, 12)),
  }
}

/** Reference data makes its lists anew for each question, which a million questions would wait for. */
function keptByKey<Value>(read: (key: string) => Value): (key: string) => Value {
  const kept = new Map<string, Value>()
  return (key) => {
    const known = kept.get(key)
    if (known !== undefined) return known
    const value = read(key)
    kept.set(key, value)
    return value
  }
}

/** The listing with a number: the same for the same random numbers. Filed in the order of the numbers. */
export function listingAt(
  n: number,
  of: number,
  random: Random,
  { governments, under, agenciesOf }: Country,
): LoadedListing {
  // Large cities file more than small regencies do.
  const place = governments[Math.floor(random() ** 2 * governments.length)] ?? '64.08'
  const filedAt = new Date(LAST_DAY - ((of - n) / of) * DAYS * DAY)
  const door = doorOf(place, random)
  const holder = random() < 0.85 ? place : door
  const location = locationIn(place, random, under)
  const { title, category } = writeTitle(random, location.name)
  const agency = pick(random, agenciesOf(holder))
  const confidential = random() < 0.03
  return {
    complaint: makeId('complaint', door, (attempt) => bytesOf(n, attempt)),
    ...{ door, holder, category, location: location.code, confidential },
    kind: 'COMPLAINT',
    title: confidential ? null : title,
    status: statusAt((LAST_DAY - filedAt.getTime()) / DAY, random),
    filed_at: filedAt.toISOString(),
    period: periodOf(filedAt),
    received_on: civilDayOf(filedAt, door),
    updated_at: filedAt.toISOString(),
    agency: agency.id,
    agency_name: agency.name,
    agency_short_name: agency.shortName,
  }
}

/** Most knock at their own regency, some at the province or the centre. */
function doorOf(place: GovernmentCode, random: Random): GovernmentCode {
  const chance = random()
  if (chance < 0.8) return place
  return chance < 0.95 ? place.slice(0, 2) : '00'
}

function locationIn(place: GovernmentCode, random: Random, under: Country['under']): Region {
  const district = pick(random, under(place))
  const villages = under(district.code)
  return random() < 0.7 && villages.length > 0 ? pick(random, villages) : district
}

/** Most of what is old is closed, most of what is new is not. */
function statusAt(age: number, random: Random): ComplaintStatus {
  const chance = random() * 60
  if (chance < age) return pick(random, ['CLOSED', 'CLOSED', 'CLOSED', 'ANSWERED', 'ARCHIVED'])
  return pick(random, ['FILED', 'VERIFIED', 'IN_PROGRESS', 'IN_PROGRESS'])
}

function bytesOf(n: number, attempt: number): Uint8Array {
  const bytes = new Uint8Array(10)
  const view = new DataView(bytes.buffer)
  view.setUint32(2, n)
  view.setUint32(6, attempt)
  return bytes
}
