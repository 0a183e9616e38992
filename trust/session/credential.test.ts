import { beforeEach, expect, test } from 'vitest'
import { Credential } from './credential.ts'

let credential: Credential
beforeEach(() => {
  credential = new Credential('who-signs.for-whom')
})

/** A request that names it, of which the server says that it does not know the name. */
function loseOnce(): void {
  credential.taken()
  credential.lost(credential.carried(true))
}

test('a credential is shown until a request that showed it was taken, and named from then on', () => {
  expect(credential.isHeld).toBe(false)
  credential.taken()
  expect(credential.isHeld).toBe(true)
})

test('one that was lost is shown again, and named once more: a server that has started anew holds it then', () => {
  loseOnce()
  expect(credential.isHeld).toBe(false)
  credential.taken()
  expect([credential.isHeld, credential.isGivenUp]).toEqual([true, false])
})

test('one that is lost a second time is shown always: the next request may come to another process', () => {
  loseOnce()
  loseOnce()
  credential.taken()
  expect([credential.isHeld, credential.isGivenUp]).toEqual([false, true])
})

test('one that was given up is shown always', () => {
  credential.taken()
  credential.giveUp()
  credential.taken()
  expect([credential.isHeld, credential.isGivenUp]).toEqual([false, true])
})

test('requests that were under way together have lost it once, however late their answers come', () => {
  credential.taken()
  const underWay = Array.from({ length: 5 }, () => credential.carried(true))
  for (const request of underWay.slice(0, 3)) credential.lost(request)
  credential.taken()
  for (const request of underWay.slice(3)) credential.lost(request)
  expect([credential.isHeld, credential.isGivenUp]).toEqual([true, false])
})

test('a request that showed it cannot lose it', () => {
  const shown = credential.carried(false)
  credential.taken()
  credential.lost(shown)
  expect(credential.isHeld).toBe(true)
})
