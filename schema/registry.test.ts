import { describe, expect, it } from 'vitest'
import { hostsOf, parseRegistry } from './registry.ts'

const entry = { name: 'kutai-timur', tier: 'REGENCY', url: 'http://127.0.0.1:4004/', governments: ['64.08'] }
const text = (...members: unknown[]) => JSON.stringify(members)

describe('the registry of members', () => {
  it('says which member hosts a government, and where it answers', () => {
    const members = parseRegistry(text(entry))
    expect(members).toEqual([{ ...entry, url: 'http://127.0.0.1:4004' }])
    expect(hostsOf(members).get('64.08')).toBe('kutai-timur')
  })

  it('gives no government to two members', () => {
    expect(() => parseRegistry(text(entry, { ...entry, name: 'regency' }))).toThrow(
      'The registry gives 64.08 to both kutai-timur and regency',
    )
  })

  it('takes governments only: no district, and none of the administrative cities of Jakarta', () => {
    expect(() => parseRegistry(text({ ...entry, governments: ['64.08.04'] }))).toThrow('is not a government')
    expect(() => parseRegistry(text({ ...entry, governments: ['31.71'] }))).toThrow('is not a government')
  })

  it('says what is wrong, and where', () => {
    expect(() => parseRegistry('{')).toThrow('The registry of members is no JSON')
    expect(() => parseRegistry('[]')).toThrow('The registry of members names none')
    expect(() => parseRegistry('{}')).toThrow('The registry of members is not a list')
    expect(() => parseRegistry(text({ ...entry, url: 'ftp://x' }))).toThrow('members[0].url is not an http')
  })
})
