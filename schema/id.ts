import { compactCode, expandCode, type GovernmentCode } from './region.ts'

/**
 * Ids of complaints, cases and agencies: `<government code without its dot>-<16 characters><check character>`
 * in Crockford base32, e.g. `6408-7ZK3M0Q9T2XV4B1CF`. 80 random bits: not guessable, sayable on the phone, and
 * routable, because the government stands in front.
 *
 * The check character is the value modulo 37, shifted by the kind of thing, so that one mistyped or swapped
 * character is noticed and an id of another kind is told apart from a typing error. Values whose check would be
 * 32 or more are not used: every character stays within the 32 of the alphabet.
 */
export type IdKind = 'complaint' | 'case' | 'agency'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const BODY_LENGTH = 16
const SHIFT: Readonly<Record<IdKind, number>> = { complaint: 0, case: 11, agency: 23 }
const KINDS: readonly IdKind[] = ['complaint', 'case', 'agency']

export type ParsedId =
  | { readonly form: 'valid'; readonly id: string; readonly kind: IdKind; readonly government: GovernmentCode }
  | { readonly form: 'malformed' }

function decode(body: string): bigint | undefined {
  let value = 0n
  for (const character of body) {
    const digit = ALPHABET.indexOf(character)
    if (digit < 0) return undefined
    value = value * 32n + BigInt(digit)
  }
  return value
}

function encode(value: bigint): string {
  let rest = value
  let text = ''
  for (let i = 0; i < BODY_LENGTH; i++) {
    text = ALPHABET.charAt(Number(rest % 32n)) + text
    rest /= 32n
  }
  return text
}

function checkOf(value: bigint, kind: IdKind): number {
  return Number((value + BigInt(SHIFT[kind])) % 37n)
}

/** Crockford's reading: lower case is upper case, O is 0, I and L are 1. */
function canonical(text: string): string {
  return text.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1')
}

/**
 * Makes an id of the bytes that `entropy(attempt)` returns (10 each, random or derived); it is asked again while
 * the check character falls outside the alphabet (5 values of 37).
 */
export function makeId(kind: IdKind, government: GovernmentCode, entropy: (attempt: number) => Uint8Array): string {
  for (let attempt = 0; ; attempt++) {
    const value = entropy(attempt)
      .slice(0, 10)
      .reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
    const check = checkOf(value, kind)
    if (check < 32) return `${compactCode(government)}-${encode(value)}${ALPHABET.charAt(check)}`
  }
}

/**
 * Reads an id as people write it (case, O for 0, I and L for 1). `valid` carries the canonical spelling and the
 * first kind that its check character fits; `malformed` is everything else.
 */
export function parseId(text: string): ParsedId {
  const match = /^(\d{2}|\d{4})-([0-9A-Za-z]{17})$/.exec(text.trim())
  const government = match?.[1] === undefined ? undefined : expandCode(match[1])
  if (!match?.[2] || government === undefined) return { form: 'malformed' }
  const written = canonical(match[2])
  const value = decode(written.slice(0, BODY_LENGTH))
  if (value === undefined) return { form: 'malformed' }
  const check = ALPHABET.indexOf(written.charAt(BODY_LENGTH))
  const kind = KINDS.find((candidate) => checkOf(value, candidate) === check)
  if (kind === undefined) return { form: 'malformed' }
  return { form: 'valid', id: `${match[1]}-${written}`, kind, government }
}
