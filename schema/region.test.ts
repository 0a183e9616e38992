import { describe, expect, test } from 'vitest'
import {
  commonSuperior,
  compactCode,
  expandCode,
  governmentOf,
  isRegionCode,
  liesUnder,
  parentGovernment,
  selfAndAncestors,
  superiors,
  tierOf,
} from './region.ts'

describe('region codes', () => {
  test('tell their tier', () => {
    expect(['00', '64', '64.08', '64.08.04', '64.08.04.2003'].map(tierOf)).toEqual([
      'NATIONAL',
      'PROVINCIAL',
      'REGENCY',
      'DISTRICT',
      'VILLAGE',
    ])
  })

  test('of another form are none', () => {
    expect(
      ['', '6', '6408', '64.8', '64.08.4', '64.08.04.203', '00.01', '64.08.04.2003.1', ' 64'].filter(isRegionCode),
    ).toEqual([])
  })

  test('lie under what stands before their dots, and under the nation', () => {
    expect(selfAndAncestors('64.08.04.2003')).toEqual(['64.08.04.2003', '64.08.04', '64.08', '64', '00'])
    expect(liesUnder('64.08.04', '64.08')).toBe(true)
    expect(liesUnder('64.08', '6')).toBe(false)
    expect(liesUnder('64.08', '00')).toBe(true)
    expect(liesUnder('64.081', '64.08')).toBe(false)
  })
})

describe('the government of a place', () => {
  test('is the nearest of itself and its ancestors that has a government', () => {
    expect(governmentOf('64.08.04.2003')).toBe('64.08')
    expect(governmentOf('64')).toBe('64')
    expect(governmentOf('00')).toBe('00')
  })

  test('is the province in Jakarta, whose cities are administrative', () => {
    expect(governmentOf('31.71.01.1001')).toBe('31')
    expect(governmentOf('31.71')).toBe('31')
  })

  test('of a given tier is an ancestor of that tier, or none', () => {
    expect(governmentOf('64.08.04', 'PROVINCIAL')).toBe('64')
    expect(governmentOf('64', 'REGENCY')).toBeUndefined()
    expect(governmentOf('31.71', 'REGENCY')).toBeUndefined()
  })
})

describe('governments', () => {
  test('have their superiors up to the nation', () => {
    expect(superiors('64.08')).toEqual(['64', '00'])
    expect(parentGovernment('64')).toBe('00')
    expect(parentGovernment('00')).toBeUndefined()
  })

  test('share the nearest superior: the province between its regencies, the nation between provinces', () => {
    expect(commonSuperior('64.08', '64.01')).toBe('64')
    expect(commonSuperior('64.08', '72.71')).toBe('00')
    expect(commonSuperior('64', '64.08')).toBe('64')
  })

  test('stand in ids without their dot', () => {
    expect(compactCode('64.08')).toBe('6408')
    expect(['6408', '64', '00', '640', '0012', 'ab'].map(expandCode)).toEqual([
      '64.08',
      '64',
      '00',
      undefined,
      undefined,
      undefined,
    ])
  })
})
