import { beforeEach, expect, test } from 'vitest'
import { Credential } from './credential.ts'

let credential: Credential
beforeEach(() => {
  credential = new Credential('who-signs.for-whom')
})

test('a credential is shown until a request that showed it was taken, and named from then on', () => {
  expect(credential.isHeld).toBe(false)
  credential.taken()
  expect(credential.isHeld).toBe(true)
})

test('one that was lost is shown again, once: a server that has started anew holds it then', () => {
  credential.taken()
  credential.refused(true)
  expect(credential.isHeld).toBe(false)
  credential.taken()
  expect(credential.isHeld).toBe(true)
})

test('one that is lost again and again is shown always: the next request may come to another process', () => {
  for (let lost = 0; lost < 2; lost++) {
    credential.taken()
    credential.refused(true)
  }
  credential.taken()
  expect(credential.isHeld).toBe(false)
})

test('to a server that refuses its name for another reason it is shown always', () => {
  credential.taken()
  credential.refused(false)
  credential.taken()
  expect(credential.isHeld).toBe(false)
})

test('requests that were under way together when it was lost have lost it once', () => {
  credential.taken()
  for (let underWay = 0; underWay < 5; underWay++) credential.refused(true)
  credential.taken()
  expect(credential.isHeld).toBe(true)
})
