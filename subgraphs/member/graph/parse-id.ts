import { Refusal } from '@lawang/schema/errors'
import { type IdKind, parseId } from '@lawang/schema/id'
import type { GovernmentCode } from '@lawang/schema/region'

/**
 * Reads an id argument of one kind: its canonical spelling and its government. Refuses with BAD_USER_INPUT what is
 * no id, and with WRONG_ID_KIND an id of something else.
 */
export function readId(text: string, kind: IdKind): { readonly id: string; readonly government: GovernmentCode } {
  const parsed = parseId(text)
  if (parsed.form === 'malformed') throw new Refusal('BAD_USER_INPUT', `This is not the id of any ${kind}.`)
  if (parsed.kind !== kind) throw new Refusal('WRONG_ID_KIND', undefined, { expected: kind, found: parsed.kind })
  return parsed
}

/** `readId` for an id that this server answers for: UNKNOWN_JURISDICTION when it does not host the government. */
export function readHostedId(text: string, kind: IdKind, governments: readonly GovernmentCode[]): string {
  const { id, government } = readId(text, kind)
  requireHosted(government, governments)
  return id
}

/** Refuses with UNKNOWN_JURISDICTION a government that this server does not host. */
export function requireHosted(government: GovernmentCode, governments: readonly GovernmentCode[]): void {
  if (!governments.includes(government)) {
    throw new Refusal('UNKNOWN_JURISDICTION', 'This server does not answer for this government.')
  }
}
