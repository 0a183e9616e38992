import type { Assertion, AssertionFault } from '@lawang/trust/assertion/assertion'
import { nameOfShown } from '@lawang/trust/session/agreement'

type Read = (text: string, gateway: string) => Assertion | AssertionFault

/** What a gateway shows or names is verified once in so long, not with every request. */
const BELIEVED_MS = 10_000
/** A gateway uses an assertion for half a minute, and names it as long. For so long it is held, and for less than three times as long. */
const HELD_MS = 40_000
/** Of the texts of each half of what is held, in characters: what is more is dropped earlier, and what is named of it refused. */
const MOST_CHARACTERS = 8_000_000
/** A JSON Web Token has dots in it. */
const NAME = /^[\w-]{43}$/

interface Held {
  readonly gateway: string
  readonly text: string
  readonly assertion: Assertion
  /** In milliseconds since 1970. */
  readonly verifiedAt: number
}

/**
 * Reads what a gateway shows of who asks, or names where it was shown before. What an assertion said is remembered for so short a
 * time that one which has ended since, or whose key was withdrawn, is taken that much longer at most; its text is held longer, to be
 * verified anew. What was refused is not remembered.
 */
export function createAssertionCache(read: Read) {
  let young = new Map<string, Held>()
  let old = new Map<string, Held>()
  let since = 0
  let characters = 0

  const dropOld = (now: number) => {
    const age = Math.abs(now - since)
    if (age < HELD_MS && characters < MOST_CHARACTERS) return
    old = age < 2 * HELD_MS ? young : new Map()
    young = new Map()
    since = now
    characters = 0
  }

  return (shown: string, gateway: string, now: number): Assertion | AssertionFault => {
    dropOld(now)
    const isName = NAME.test(shown)
    const name = isName ? shown : nameOfShown(shown)
    const known = young.get(name) ?? old.get(name)
    // what one gateway said proves nothing when another one shows or names it
    const held = known?.gateway === gateway ? known : undefined
    if (held && Math.abs(now - held.verifiedAt) < BELIEVED_MS) return held.assertion
    const text = isName ? held?.text : shown
    if (text === undefined) return 'UNKNOWN_ASSERTION'
    const said = read(text, gateway)
    if (typeof said === 'string') return said
    if (!young.has(name)) characters += text.length
    young.set(name, { gateway, text, assertion: said, verifiedAt: now })
    return said
  }
}
