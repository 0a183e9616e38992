import { expect, test } from 'vitest'
import { hmac, sha256, sha256Hex } from './digest.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

test('digests are those of FIPS 180-4, of a text as of its bytes', () => {
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  expect(sha256Hex('abc')).toBe(abc)
  expect(sha256Hex(Buffer.from('abc'))).toBe(abc)
  expect(hex(sha256('abc'))).toBe(abc)
})

test.each(['é ✓ 🚪', '\ud800 alone', '\u0000'])('of %j they are over what a text encoder writes', (text) => {
  expect(sha256Hex(text)).toBe(sha256Hex(new TextEncoder().encode(text)))
  expect(hex(hmac(Buffer.from('key'), text))).toBe(hex(hmac(Buffer.from('key'), text.replace('\ud800', '\ufffd'))))
})

test('codes are those of RFC 4231, the second case', () => {
  expect(hex(hmac(Buffer.from('Jefe'), 'what do ya want for nothing?'))).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  )
})
