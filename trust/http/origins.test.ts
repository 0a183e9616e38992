import { expect, test } from 'vitest'
import { readOrigins } from './origins.ts'

test('every page may ask where nothing is set', () => {
  for (const text of [undefined, '', '*']) {
    expect(readOrigins(text).allows('https://anywhere.invalid')).toBe(true)
    expect(readOrigins(text).fieldsFor('https://anywhere.invalid')).toEqual(['access-control-allow-origin', '*'])
  }
})

test('pages of named origins alone may ask where some are named, and what is no page always', () => {
  const origins = readOrigins('https://lapor.example, http://localhost:3000')
  expect(origins.allows('https://lapor.example')).toBe(true)
  expect(origins.allows(undefined)).toBe(true)
  for (const other of [
    'https://lapor.example.invalid',
    'http://lapor.example',
    'https://lapor.example:8443',
    'null',
    '',
  ]) {
    expect(origins.allows(other)).toBe(false)
    expect(origins.fieldsFor(other)).toEqual(['vary', 'origin'])
  }
  expect(origins.fieldsFor('https://lapor.example')).toContain('https://lapor.example')
})

test.each(['lapor.example', 'https://lapor.example/', 'https://lapor.example/path', 'null', 'https://a.example,,'])(
  '%s is no list of origins',
  (text) => {
    expect(() => readOrigins(text)).toThrow('LAWANG_ORIGINS names')
  },
)
