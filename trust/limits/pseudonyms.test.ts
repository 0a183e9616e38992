import { expect, test } from 'vitest'
import { createPseudonyms } from './pseudonyms.ts'

const HOUR = 3_600_000

test('a client has one name for an hour, another one afterwards, and none at another server', () => {
  const nameOf = createPseudonyms()
  const name = nameOf('192.0.2.7', 0)
  expect(nameOf('192.0.2.7', HOUR - 1)).toBe(name)
  expect(nameOf('192.0.2.8', 0)).not.toBe(name)
  expect(nameOf('192.0.2.7', HOUR)).not.toBe(name)
  expect(createPseudonyms()('192.0.2.7', 0)).not.toBe(name)
})

test('a name has 132 bits, and nothing of what it stands for', () => {
  for (let salt = 0; salt < 100; salt++) {
    const name = createPseudonyms()('192.0.2.7', 0)
    expect(name).toMatch(/^[\w+/]{22}$/)
    expect(Buffer.from(name, 'base64').toString('latin1')).not.toContain('192')
  }
})
