import type { CopyRow } from '@lawang/schema/exchange/copies'
import { describe, expect, it } from 'vitest'
import { faultOf, type RegisteredCopy } from './compare.ts'

const REGISTERED: RegisteredCopy = {
  complaint: 'c',
  door: '64.08',
  holder: '64',
  epoch: 1_000_001,
  length: 3,
  tip: 'a'.repeat(64),
}
const HOLDER: CopyRow = { ...REGISTERED, government: '64', state: 'HOLDING' }
const DOOR: CopyRow = { ...REGISTERED, government: '64.08', state: 'RELEASED' }

describe('a copy', () => {
  it('of holder and door is the register', () => {
    expect(faultOf(HOLDER, REGISTERED)).toBeUndefined()
    expect(faultOf(DOOR, REGISTERED)).toBeUndefined()
  })

  it('of a former holder is an extract of its own time', () => {
    expect(faultOf({ ...DOOR, government: '00', length: 1, epoch: 1 }, REGISTERED)).toBeUndefined()
  })

  it.each([
    ['a second government that holds', { ...DOOR, state: 'HOLDING' }, 'CUSTODY_DIFFERS'],
    ['a holder that does not know of it', { ...HOLDER, state: 'RELEASED' }, 'CUSTODY_DIFFERS'],
    ['a holder at another epoch', { ...HOLDER, epoch: 1 }, 'CUSTODY_DIFFERS'],
    ['a holder whose chain is longer', { ...HOLDER, length: 4, tip: 'b'.repeat(64) }, 'CHAIN_DIFFERS'],
    ['a door whose chain ends otherwise', { ...DOOR, tip: 'b'.repeat(64) }, 'CHAIN_DIFFERS'],
  ] as const)('differs: %s', (_, copy, fault) => {
    expect(faultOf(copy, REGISTERED)).toBe(fault)
  })

  it('of what the register does not have is nobody’s', () => {
    expect(faultOf(HOLDER, undefined)).toBe('CUSTODY_DIFFERS')
  })
})
