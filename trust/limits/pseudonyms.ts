import { randomBytes } from 'node:crypto'
import { hmacSha256 } from '../keys/hmac.ts'

/** What stands for a client while it is counted; nobody can tell from it who it was, and tomorrow nobody can compare. */
export type PseudonymOf = (text: string, now: number) => string

/** `now` is in milliseconds. A change of the salt begins every count anew. */
const SALT_MS = 3_600_000

/** Hashes with a random salt that is only in memory, and is thrown away after an hour. */
export function createPseudonyms(newSalt: () => Uint8Array = () => randomBytes(32)): PseudonymOf {
  let mac = hmacSha256(newSalt())
  let until = Number.NaN
  return (text, now) => {
    if (!(now < until)) {
      if (!Number.isNaN(until)) mac = hmacSha256(newSalt())
      until = now + SALT_MS
    }
    return mac.of(text).slice(0, 22)
  }
}
