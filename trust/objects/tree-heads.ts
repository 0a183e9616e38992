import { headStatement, type TreeHead, type UnsignedHead } from '@lawang/schema/audit/heads'
import type { Registry } from '@lawang/schema/network'
import type { SigningKey } from '../keys/signing-key.ts'
import type { KnownKeys } from '../registry/known-keys.ts'

export function signHead(head: UnsignedHead, key: SigningKey): TreeHead {
  const value = key.sign(Buffer.from(headStatement(head))).toString('base64url')
  return { ...head, signature: { keyid: key.id, value } }
}

/**
 * Whether a head is its member's: signed with a key that the registry gives the member, or gave the member's governments
 * at the moment that the head names.
 */
export function isSignedHead(head: TreeHead, { members }: Pick<Registry, 'members'>, keys: KnownKeys): boolean {
  const { keyid, value } = head.signature
  const own = members.find(({ name }) => name === head.member)
  const at = Date.parse(head.at)
  return (own?.governments ?? []).some((government) => {
    const known = keys.governmentKey(government, keyid)
    if (!known || at >= known.until) return false
    return known.key.verify(Buffer.from(headStatement(head)), Buffer.from(value, 'base64url'))
  })
}
