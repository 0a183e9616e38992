import type { Reference } from '@lawang/member/domain/model'
import { Refusal } from '@lawang/schema/errors'
import { type GovernmentCode, governmentOf, isRegionCode, tierOf } from '@lawang/schema/region'

/** The provinces that this server hosts, and what lies in them. */
export interface Provinces {
  /** The hosted province that a code names or lies in. Refuses UNKNOWN_JURISDICTION. */
  read(code: string): GovernmentCode
  /** Its regencies and cities that have a government of their own, by code. */
  under(province: GovernmentCode): readonly GovernmentCode[]
  isVillageIn(code: string, province: GovernmentCode): boolean
}

export function hostedProvinces(reference: Reference, hosted: readonly GovernmentCode[]): Provinces {
  return {
    read(code) {
      const province = isRegionCode(code) && reference.region(code) ? governmentOf(code, 'PROVINCIAL') : undefined
      if (province === undefined || !hosted.includes(province)) throw new Refusal('UNKNOWN_JURISDICTION')
      return province
    },
    under: (province) =>
      reference.regionsUnder(province).flatMap(({ code }) => (governmentOf(code) === code ? [code] : [])),
    isVillageIn: (code, province) =>
      isRegionCode(code) &&
      tierOf(code) === 'VILLAGE' &&
      code.startsWith(`${province}.`) &&
      reference.region(code) !== undefined,
  }
}
