import { parseId } from '@lawang/schema/id'
import type { GovernmentCode } from '@lawang/schema/region'

/** Whether a government is the door of a complaint: the complaint's id begins with it. */
export function isDoor({ complaint, government }: { readonly complaint: string; readonly government: GovernmentCode }) {
  const id = parseId(complaint)
  return id.form === 'valid' && id.government === government
}
