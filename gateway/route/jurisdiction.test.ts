import { makeId } from '@lawang/schema/id'
import { describe, expect, it } from 'vitest'
import { jurisdictionOf } from './jurisdiction.ts'

const id = makeId('complaint', '64.08', () => new Uint8Array(10))

describe('the jurisdiction of a value', () => {
  it('is the government in front of an id, however the id is spelled', () => {
    expect(jurisdictionOf(id, undefined)).toEqual({ kind: 'government', government: '64.08' })
    expect(jurisdictionOf(` ${id.toLowerCase()} `, 'PROVINCIAL')).toEqual({ kind: 'government', government: '64.08' })
  })

  it.each([
    ['00', undefined, '00'],
    ['64.08', undefined, '64.08'],
    ['64.08.04.2003', undefined, '64.08'],
    ['64.08.04', 'PROVINCIAL', '64'],
    ['31.71.01', undefined, '31'],
  ] as const)('of the code %s for a contract of tier %s is %s', (code, tier, government) => {
    expect(jurisdictionOf(code, tier)).toEqual({ kind: 'government', government })
  })

  it('is nowhere where no government of the tier lies above', () => {
    expect(jurisdictionOf('64', 'REGENCY')).toEqual({ kind: 'nowhere', code: '64' })
    expect(jurisdictionOf('31.71', 'REGENCY')).toEqual({ kind: 'nowhere', code: '31.71' })
  })

  it.each([['6408'], [''], ['64-1'], [`${id}0`], [null], [{}]])('of %j cannot be read', (value) => {
    expect(jurisdictionOf(value, undefined)).toEqual({ kind: 'malformed' })
  })
})
