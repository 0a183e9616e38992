import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hmacSha256 } from './hmac.ts'

test('a code is that of the standard (RFC 4231, cases 1 to 3)', () => {
  const codeOf = (key: Buffer, message: Buffer) => hmacSha256(key)(message).toString('hex')
  expect(codeOf(Buffer.alloc(20, 0x0b), Buffer.from('Hi There'))).toBe(
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  )
  expect(codeOf(Buffer.from('Jefe'), Buffer.from('what do ya want for nothing?'))).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  )
  expect(codeOf(Buffer.alloc(20, 0xaa), Buffer.alloc(50, 0xdd))).toBe(
    '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
  )
})

test("codes are the platform's, of short and long messages one after the other with one key", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 64 }),
      fc.array(fc.uint8Array({ maxLength: 9_000, size: 'max' }), { minLength: 1, maxLength: 4 }),
      (key, messages) => {
        const codeOf = hmacSha256(key)
        for (const message of messages) {
          expect(codeOf(message)).toEqual(createHmac('sha256', key).update(message).digest())
        }
      },
    ),
  )
})

test('a key that would have to be shortened first is refused', () => {
  expect(() => hmacSha256(new Uint8Array(65))).toThrow('at most 64 bytes')
})
