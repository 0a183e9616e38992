import { hmac, sha256Hex } from '@lawang/schema/digest'
import { makeId } from '@lawang/schema/id'
import type { GovernmentCode } from '@lawang/schema/region'
import { accountOf } from './account.ts'
import type { Actor } from './model.ts'

/** Where a complaint's id comes from: what the client calls it, or randomness (16 bytes or more). */
export type ComplaintOrigin =
  | {
      readonly door: GovernmentCode
      readonly client: string
      readonly idempotencyKey: string
      /** The hash of all that was sent, where the key alone may be another client's. */
      readonly sent?: string
    }
  | { readonly door: GovernmentCode; readonly random: Uint8Array }

const SECRET_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const SECRET_LENGTH = 20

/**
 * Whose idempotency keys are told apart: every bearer has their own. All clients without a token share one space, in which a
 * complaint's key counts together with what was sent, so that none can take another's, or learn that it is taken.
 */
export function clientOf(actor: Actor): string {
  switch (actor.kind) {
    case 'public':
      return 'public'
    case 'person':
      return `person:${accountOf(actor)}`
    case 'member':
      return `member:${actor.member}`
    case 'hub':
      return 'hub'
  }
}

/**
 * A complaint's id. Derived from the client's idempotency key with the door's key, so that a retry after a restore
 * finds the same complaint, and nobody without the door's key can compute ids.
 */
export function deriveComplaintId(doorKey: Uint8Array, origin: ComplaintOrigin): string {
  const parts =
    'random' in origin
      ? ['random', hexOf(origin.random)]
      : ['key', origin.client, origin.idempotencyKey, ...(origin.sent === undefined ? [] : [origin.sent])]
  return makeId('complaint', origin.door, (attempt) =>
    derive(doorKey, ['complaint', origin.door, ...parts, String(attempt)]),
  )
}

/** The id of the case that a government opens when it takes a complaint at an epoch: a retry opens the same one. */
export function deriveCaseId(
  doorKey: Uint8Array,
  { government, complaint, epoch }: { government: GovernmentCode; complaint: string; epoch: number },
): string {
  return makeId('case', government, (attempt) =>
    derive(doorKey, ['case', government, complaint, String(epoch), String(attempt)]),
  )
}

/** The receipt's secret: 100 bits as five groups of four characters, to be read aloud: `7ZK3-M0Q9-T2XV-4B1C-FA8H`. */
export function deriveSecret(doorKey: Uint8Array, complaint: string): string {
  return sayable(derive(doorKey, ['secret', complaint]), SECRET_LENGTH)
}

/** The secret of one who follows a complaint: a retry with the same key gets the same. */
export function deriveFollowSecret(
  doorKey: Uint8Array,
  complaint: string,
  origin: { readonly random: Uint8Array } | { readonly client: string; readonly idempotencyKey: string },
): string {
  const parts = 'random' in origin ? ['random', hexOf(origin.random)] : ['key', origin.client, origin.idempotencyKey]
  return sayable(derive(doorKey, ['follow', complaint, ...parts]), SECRET_LENGTH)
}

const HANDLE_LENGTH = 12

/**
 * What stands for a reporter in one case at one government: `R-7ZK3-M0Q9-T2XV`. Derived with the key of the government's
 * own server from the complaint, never from who reports: two handles of the same person have nothing in common, and
 * governments cannot compare theirs.
 */
export function deriveReporterHandle(key: Uint8Array, complaint: string, government: GovernmentCode): string {
  return `R-${sayable(derive(key, ['reporter', government, complaint]), HANDLE_LENGTH)}`
}

/** Groups of four characters, to be read aloud. */
function sayable(bytes: Uint8Array, length: number): string {
  const characters = [...bytes.slice(0, length)].map((byte) => SECRET_ALPHABET.charAt(byte % 32))
  return characters.join('').replace(/.{4}(?=.)/g, '$&-')
}

/** SHA-256 (hex) of a secret as written down: case, dashes and spaces do not matter, O is 0, I and L are 1. */
export function hashSecret(secret: string): string {
  const canonical = secret
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  return sha256Hex(canonical)
}

/** Whether the secret that somebody shows is the one with this hash; takes as long for a wrong one as for a right one. */
export function secretMatches(secret: string | undefined | null, secretHash: string): boolean {
  if (secret === undefined || secret === null) return false
  const shown = hashSecret(secret)
  let difference = shown.length ^ secretHash.length
  for (let i = 0; i < shown.length; i++) difference |= shown.charCodeAt(i) ^ secretHash.charCodeAt(i)
  return difference === 0
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

/** 32 bytes. Every part is preceded by its length: no two lists of parts run together to the same text. */
function derive(key: Uint8Array, parts: readonly string[]): Uint8Array {
  return hmac(key, parts.map((part) => `${part.length}:${part}`).join('|'))
}
