import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type IdKind, makeId, parseId } from './id.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const kinds = fc.constantFrom<IdKind>('complaint', 'case', 'agency')
const governments = fc.constantFrom('00', '64', '64.08', '13.03')
const entropy = fc
  .array(fc.uint8Array({ minLength: 10, maxLength: 10 }), { minLength: 12, maxLength: 12 })
  .map((tries) => (attempt: number) => tries[attempt % tries.length] ?? new Uint8Array(10).fill(attempt))

describe('ids', () => {
  test('tell the government and the kind that they were made for', () => {
    fc.assert(
      fc.property(kinds, governments, entropy, (kind, government, bytes) => {
        const id = makeId(kind, government, bytes)
        expect(parseId(id)).toEqual({ form: 'valid', id, kind, government })
      }),
    )
  })

  test('are read as people write them: lower case, O for 0, I and L for 1', () => {
    fc.assert(
      fc.property(kinds, governments, entropy, (kind, government, bytes) => {
        const id = makeId(kind, government, bytes)
        const [code, rest] = id.split('-')
        const spoken = `${code}-${rest?.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')}`
        expect(parseId(spoken)).toMatchObject({ form: 'valid', id, kind })
      }),
    )
  })

  test('with one character mistyped are never taken for an id of the same kind', () => {
    fc.assert(
      fc.property(kinds, entropy, fc.nat(16), fc.nat(31), (kind, bytes, position, digit) => {
        const id = makeId(kind, '64.08', bytes)
        const at = 5 + position
        const other = id.slice(0, at) + ALPHABET.charAt(digit) + id.slice(at + 1)
        fc.pre(other !== id)
        const parsed = parseId(other)
        expect(parsed.form === 'valid' && parsed.kind === kind).toBe(false)
      }),
    )
  })

  test('with two neighbouring characters swapped are never taken for an id of the same kind', () => {
    fc.assert(
      fc.property(kinds, entropy, fc.nat(14), (kind, bytes, position) => {
        const id = makeId(kind, '64', bytes)
        const at = 3 + position
        const swapped = id.slice(0, at) + id.charAt(at + 1) + id.charAt(at) + id.slice(at + 2)
        fc.pre(swapped !== id)
        const parsed = parseId(swapped)
        expect(parsed.form === 'valid' && parsed.kind === kind).toBe(false)
      }),
    )
  })

  test('of another form are malformed', () => {
    for (const text of [
      '',
      '6408',
      '6408-',
      '64.08-0000000000000000',
      '640-00000000000000000',
      'x',
      '0011-00000000000000000',
      '6408-0000000000000000U',
    ]) {
      expect(parseId(text)).toEqual({ form: 'malformed' })
    }
  })
})
