import { expect, test } from 'vitest'
import { Lru } from './lru.ts'

const filled = () => {
  const cache = new Lru<number>(2)
  cache.set('a', 1)
  cache.set('b', 2)
  return cache
}

test('what was used longest ago is forgotten, however often the newest was asked for before', () => {
  const cache = filled()
  expect([cache.get('b'), cache.get('b'), cache.get('a'), cache.get('a')]).toEqual([2, 2, 1, 1])
  cache.set('c', 3)
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3])
})

test('what was forgotten by its key gets the last place when it comes again', () => {
  const cache = filled()
  cache.delete('b', 2)
  expect([cache.get('b'), cache.get('a')]).toEqual([undefined, 1])
  cache.set('b', 4)
  cache.set('c', 5)
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([undefined, 4, 5])
})

test('a key is forgotten only while it holds the value that is meant', () => {
  const cache = filled()
  cache.delete('b', 1)
  expect(cache.get('b')).toBe(2)
})
