import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hmacSha256 } from './hmac.ts'

test('a code is that of the standard (RFC 4231, cases 1, 2 and 5)', () => {
  const codeOf = (key: Buffer, text: string) => Buffer.from(hmacSha256(key).of(text), 'base64').toString('hex')
  expect(codeOf(Buffer.alloc(20, 0x0b), 'Hi There')).toBe(
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  )
  expect(codeOf(Buffer.from('Jefe'), 'what do ya want for nothing?')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  )
  // The standard tells the first half of this one.
  expect(codeOf(Buffer.alloc(20, 0x0c), 'Test With Truncation').slice(0, 32)).toBe('a3b6167473100ee06e0c796c2955552b')
})

test("codes are the platform's, of short and long texts of all scripts one after the other with one key", () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 9_000, size: 'max' })
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.array(text, { minLength: 1, maxLength: 4 }), (key, texts) => {
      const mac = hmacSha256(key)
      for (const text of texts) {
        const code = createHmac('sha256', key).update(text).digest('base64')
        expect(mac.of(text)).toBe(code)
        expect(mac.isOf(text, code)).toBe(true)
        expect(mac.isOf(`${text}.`, code)).toBe(false)
      }
    }),
  )
})

test('a code that is changed in any place, shortened or made longer is not that of the text', () => {
  const mac = hmacSha256(Buffer.from('Jefe'))
  const code = mac.of('text')
  for (let place = 0; place < code.length; place++) {
    const other = code[place] === 'A' ? 'B' : 'A'
    expect(mac.isOf('text', code.slice(0, place) + other + code.slice(place + 1))).toBe(false)
  }
  for (const other of ['', code.slice(1), `${code}=`, code.replace('=', '\u013d')])
    expect(mac.isOf('text', other)).toBe(false)
})

test('a key that would have to be shortened first is refused', () => {
  expect(() => hmacSha256(new Uint8Array(65))).toThrow('at most 64 bytes')
})
