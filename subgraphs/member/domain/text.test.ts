import { Refusal } from '@lawang/schema/errors'
import { expect, test } from 'vitest'
import { readText } from './text.ts'

const RULE = { name: 'title', longest: 10 }
function read(text: string): unknown {
  try {
    return readText(text, RULE)
  } catch (error) {
    return error instanceof Refusal ? error.code : error
  }
}

test.each([
  ['an override from right to left', 'foto\u202Egpj.exe', 'fotogpj.exe'.slice(0, 11)],
  ['isolates', 'a\u2066b\u2069c', 'abc'],
  ['embeddings', '\u202Aa\u202C', 'a'],
  ['invisible letters', 'a\u{E0041}\u{E0042}b', 'ab'],
])('%s goes, because the text reads otherwise than it is written', (_what, text, shown) => {
  expect(readText(text, { ...RULE, longest: 20 })).toBe(shown)
})

test('letters that run from right to left stay as they are', () => {
  expect(read('\u0627\u0644\u0633\u0644\u0627\u0645')).toBe('\u0627\u0644\u0633\u0644\u0627\u0645')
})

test('a text of nothing but marks is empty', () => {
  expect(read('\u202E\u2066\u2069')).toBeUndefined()
})

test.each(['a\u0000b', 'a\u001Bb', '\uD800', 'a\uDFFFb', '\u0085'])(
  'control characters and broken characters are refused',
  (text) => {
    expect(read(text)).toBe('BAD_USER_INPUT')
  },
)

test('a refusal does not repeat the text', () => {
  expect(() => readText('rahasia\u0000', RULE)).toThrow(/^(?!.*rahasia)/)
})
