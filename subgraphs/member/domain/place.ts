import { type GovernmentCode, isRegionCode, type RegionCode, selfAndAncestors, tierOf } from '@lawang/schema/region'
import type { Reference, Region } from './model.ts'

/**
 * The province whose cities and regency are administrative only: what a regency does elsewhere, the province does there.
 */
export const JAKARTA: GovernmentCode = '31'

/**
 * The region that a code names; undefined for what is no place of the country. A village that the reference data does
 * not know is taken as its district: villages are founded every year, and nobody is refused for living in a new one.
 */
export function findPlace(code: RegionCode, reference: Reference): Region | undefined {
  if (!isRegionCode(code)) return undefined
  const known = reference.region(code)
  if (known || tierOf(code) !== 'VILLAGE') return known
  return reference.region(selfAndAncestors(code)[1] ?? '')
}
