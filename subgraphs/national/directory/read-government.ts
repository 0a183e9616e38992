import type { Reference } from '@lawang/member/domain/model'
import { Refusal } from '@lawang/schema/errors'
import { type GovernmentCode, governmentOf, isRegionCode } from '@lawang/schema/region'

/** The government that a region code names or lies under. Refuses UNKNOWN_JURISDICTION. */
export function readGovernment(code: string, reference: Reference): GovernmentCode {
  const known = isRegionCode(code) && reference.region(code) !== undefined
  const government = known ? governmentOf(code) : undefined
  if (government === undefined) throw new Refusal('UNKNOWN_JURISDICTION')
  return government
}
