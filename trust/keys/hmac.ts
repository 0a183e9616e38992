import { hash, timingSafeEqual } from 'node:crypto'

/** What SHA-256 takes in at once, and what it gives, in bytes. */
const BLOCK = 64
const DIGEST = 32
/** Texts that could be longer than this are written to a buffer of their own. */
const ROOM = 12_288
/** Of one UTF-16 unit in UTF-8, at most. */
const UNIT = 3

/** The code of a text by one key, in base64. */
export interface Mac {
  of(text: string): string
  /** Whether a code is this text's: however much of it is right, the answer takes the same time. */
  isOf(text: string, code: string): boolean
}

/**
 * HMAC-SHA-256 with one key of at most 64 bytes (RFC 2104): two digests, each in one call, of a text that is written where
 * the key stands already. The platform's own HMAC makes a stream and a native object for each message, which takes three
 * times as long and leaves both to be collected.
 */
export function hmacSha256(key: Uint8Array): Mac {
  if (key.length > BLOCK) throw new RangeError(`a key has at most ${BLOCK} bytes`)
  const inner = padded(key, 0x36, ROOM)
  const outer = padded(key, 0x5c, DIGEST)
  const codeLength = base64Length(DIGEST)
  const [expected, given] = [Buffer.alloc(codeLength), Buffer.alloc(codeLength)]
  const of = (text: string): string => {
    const roomy = text.length * UNIT <= ROOM ? inner : padded(key, 0x36, text.length * UNIT)
    const length = roomy.write(text, BLOCK)
    outer.write(hash('sha256', roomy.subarray(0, BLOCK + length), 'binary'), BLOCK, 'binary')
    return hash('sha256', outer, 'base64')
  }
  return {
    of,
    isOf(text, code) {
      // Both lengths are equal for ASCII alone: of another character only the low byte would be compared.
      if (code.length !== codeLength || Buffer.byteLength(code) !== codeLength) return false
      expected.write(of(text), 'latin1')
      given.write(code, 'latin1')
      return timingSafeEqual(expected, given)
    },
  }
}

function base64Length(bytes: number): number {
  return 4 * Math.ceil(bytes / 3)
}

/** A block of the key, each byte changed by the pad, and room behind it. */
function padded(key: Uint8Array, pad: number, room: number): Buffer {
  const bytes = Buffer.alloc(BLOCK + room)
  for (let i = 0; i < BLOCK; i++) bytes[i] = (key[i] ?? 0) ^ pad
  return bytes
}
