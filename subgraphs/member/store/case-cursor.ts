import { Refusal } from '@lawang/schema/errors'
import { parseId } from '@lawang/schema/id'
import type { GovernmentCode } from '@lawang/schema/region'

/** A place in a worklist, of one government or several: lists go by the instant of opening, then by id. */
export interface CasePosition {
  readonly openedAt: Date
  readonly id: string
}

export function formatCaseCursor({ openedAt, id }: CasePosition): string {
  return Buffer.from(`${openedAt.getTime()}/${id}`).toString('base64url')
}

/** Refuses `INVALID_CURSOR` what the worklist of these governments, or of any when none are named, cannot have given. */
export function parseCaseCursor(governments: readonly GovernmentCode[] | undefined, cursor: string): CasePosition {
  const [milliseconds, id] = Buffer.from(cursor, 'base64url').toString().split('/')
  const parsed = parseId(id ?? '')
  const given =
    milliseconds !== undefined &&
    /^\d{1,14}$/.test(milliseconds) &&
    parsed.form === 'valid' &&
    parsed.kind === 'case' &&
    (governments?.includes(parsed.government) ?? true)
  if (!given) throw new Refusal('INVALID_CURSOR')
  return { openedAt: new Date(Number(milliseconds)), id: parsed.id }
}
