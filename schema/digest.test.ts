import { expect, test } from 'vitest'
import { hmac, sha256, sha256Hex, sha256OfParts } from './digest.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

test('digests are those of FIPS 180-4, of a text as of its bytes', () => {
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  expect(sha256Hex('abc')).toBe(abc)
  expect(sha256Hex(Buffer.from('abc'))).toBe(abc)
  expect(hex(sha256('abc'))).toBe(abc)
})

test('parts are hashed as one, digests as their bytes, and nothing else passes for a digest', () => {
  const digest = sha256Hex('abc')
  expect(sha256OfParts('a', Buffer.from('b'), 'c')).toBe(digest)
  expect(sha256OfParts({ digest }, 'd')).toBe(sha256Hex(Buffer.concat([sha256('abc'), Buffer.from('d')])))
  for (const wrong of [digest.slice(1), `${digest}0`, digest.toUpperCase(), `${digest.slice(1)}g`]) {
    expect(() => sha256OfParts({ digest: wrong })).toThrow(TypeError)
  }
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
