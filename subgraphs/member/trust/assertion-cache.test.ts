import type { Assertion } from '@lawang/trust/assertion/assertion'
import { nameOfShown } from '@lawang/trust/session/agreement'
import { beforeEach, expect, test } from 'vitest'
import { createAssertionCache } from './assertion-cache.ts'

const START = 1_790_000_000_000
const GATEWAY = 'gateway'
/** Of about the length of an officer's. */
const textOf = (n: number) => `officer-${n}.`.padEnd(800, 'x')
const SAID: Assertion = { bearer: { kind: 'REFUSED', fault: 'EXPIRED' }, tokenEndsAt: undefined }

let verified: number
let read: ReturnType<typeof createAssertionCache>
beforeEach(() => {
  verified = 0
  read = createAssertionCache(() => {
    verified += 1
    return SAID
  })
})

test('thousands of people are named for as long as a gateway names them, and each is verified every ten seconds', () => {
  const people = Array.from({ length: 9_000 }, (_, n) => textOf(n))
  for (const text of people) read(text, GATEWAY, START)
  for (const seconds of [5, 10, 15, 20, 25, 30]) {
    const said = people.map((text) => read(nameOfShown(text), GATEWAY, START + seconds * 1_000))
    expect(said.filter((each) => typeof each === 'string')).toEqual([])
  }
  expect(verified).toBe(4 * people.length)
})

test('who is verified anew takes no more room, so that those who are quiet meanwhile are held as long', () => {
  const [lively, quiet] = [Array.from({ length: 9_000 }, (_, n) => textOf(n)), textOf(9_000)]
  for (const text of [...lively, quiet]) read(text, GATEWAY, START)
  for (const seconds of [10, 20, 30])
    for (const text of lively) read(nameOfShown(text), GATEWAY, START + seconds * 1_000)
  expect(read(nameOfShown(quiet), GATEWAY, START + 30_000)).toMatchObject({ bearer: {} })
})

test('whoever is shown is held for as long as a gateway names them, at whatever moment that began', () => {
  const [shown, other] = [textOf(0), textOf(1)]
  for (let began = 0; began < 90_000; began += 1_900) {
    const reading = createAssertionCache(() => SAID)
    const ask = (text: string, ms: number) => reading(text, GATEWAY, START + ms)
    for (let ms = 0; ms <= began; ms += 500) ask(other, ms)
    ask(shown, began)
    for (let ms = began; ms < began + 29_900; ms += 500) ask(other, ms)
    expect(ask(nameOfShown(shown), began + 29_900)).toBe(SAID)
  }
})

test('of more texts than are held the first are forgotten, and have to be shown again', () => {
  for (let n = 0; n < 25_000; n++) read(textOf(n), GATEWAY, START)
  expect(read(nameOfShown(textOf(0)), GATEWAY, START)).toBe('UNKNOWN_ASSERTION')
  expect(read(nameOfShown(textOf(24_999)), GATEWAY, START)).toMatchObject({ bearer: {} })
  expect(read(textOf(0), GATEWAY, START)).toMatchObject({ bearer: {} })
})
