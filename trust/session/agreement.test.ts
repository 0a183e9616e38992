import { beforeEach, expect, test } from 'vitest'
import { Agreement } from './agreement.ts'

let agreement: Agreement
beforeEach(() => {
  agreement = new Agreement('who-signs.for-whom')
})

/** A request that shows it and is carried out, and one that names it, of which the server says that it does not know the name. */
function loseOnce(): void {
  agreement.taken(agreement.state)
  agreement.lost(agreement.state)
}

test('an agreement is shown until a request that showed it was carried out, and named from then on', () => {
  expect(agreement.state.kind).toBe('SHOWN')
  agreement.taken(agreement.state)
  expect(agreement.state.kind).toBe('HELD')
})

test('one that was lost is shown again, and named once more: a server that has started anew holds it then', () => {
  loseOnce()
  expect(agreement.state.kind).toBe('SHOWN')
  agreement.taken(agreement.state)
  expect(agreement.state.kind).toBe('HELD')
})

test('one that is lost a second time, or was given up, is shown always', () => {
  const other = new Agreement('another')
  other.taken(other.state)
  other.giveUp({ kind: 'HELD', losses: 0 })
  expect(other.state.kind).toBe('HELD')
  other.giveUp(other.state)
  loseOnce()
  loseOnce()
  for (const { state } of [agreement, other]) expect(state.kind).toBe('GIVEN_UP')
  for (const each of [agreement, other]) expect(each.taken(each.state)).toBeUndefined()
  for (const { state } of [agreement, other]) expect(state.kind).toBe('GIVEN_UP')
})

test('requests that were under way together have lost it once, however late their answers come', () => {
  agreement.taken(agreement.state)
  const sentIn = agreement.state
  for (let answer = 0; answer < 3; answer++) agreement.lost(sentIn)
  agreement.taken(agreement.state)
  for (let answer = 0; answer < 3; answer++) agreement.lost(sentIn)
  expect(agreement.state).toMatchObject({ kind: 'HELD', losses: 1 })
})

test('a request that was sent before it was lost does not say that it is held again', () => {
  const [first, slow] = [agreement.state, agreement.state]
  agreement.taken(first)
  agreement.lost(agreement.state)
  expect(agreement.taken(slow)).toBeUndefined()
  expect(agreement.state.kind).toBe('SHOWN')
})

test('what is shown beside it is held for as long as it is held without a break', () => {
  const held = agreement.taken(agreement.state)
  expect(agreement.taken(agreement.state)).toBe(held)
  agreement.lost(agreement.state)
  expect(agreement.taken(agreement.state)).not.toBe(held)
})
