import type { Assertion, AssertionFault } from '@lawang/trust/assertion/assertion'

type Read = (text: string, gateway: string) => Assertion | AssertionFault

/** A gateway sends one assertion for half a minute: each is verified once in a few seconds, not with every request. */
const BELIEVED_MS = 10_000
const MOST = 5_000

/**
 * Remembers what assertions said, for so short a time that one which has ended since, or whose key was withdrawn, is
 * taken that much longer at most. What was refused is not remembered.
 */
export function createAssertionCache(read: Read) {
  let young = new Map<string, Remembered>()
  let old = new Map<string, Remembered>()
  let since = 0
  return (text: string, gateway: string, now: number): Assertion | AssertionFault => {
    if (now - since >= BELIEVED_MS / 2 || young.size >= MOST) {
      old = now - since >= BELIEVED_MS ? new Map() : young
      young = new Map()
      since = now
    }
    const known = young.get(text) ?? old.get(text)
    // what one gateway said proves nothing when another one shows it
    if (known?.gateway === gateway) return known.assertion
    const said = read(text, gateway)
    if (typeof said !== 'string') young.set(text, { gateway, assertion: said })
    return said
  }
}

interface Remembered {
  readonly gateway: string
  readonly assertion: Assertion
}
