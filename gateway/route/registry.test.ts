import { expect, it } from 'vitest'
import { parseRegistry } from './registry.ts'

const member = { name: 'regency', tier: 'REGENCY', url: 'http://127.0.0.1:4003/', governments: ['64.02'] }

it('reads members, without the last slash of their urls', () => {
  expect(parseRegistry(JSON.stringify([member]))).toEqual([{ ...member, url: 'http://127.0.0.1:4003' }])
})

it.each([
  ['{', 'The registry of members is no JSON.'],
  ['[]', 'The registry of members is no list of members.'],
  [JSON.stringify([{ ...member, tier: 'VILLAGE' }]), 'regency in the registry is of no tier of government.'],
  [JSON.stringify([{ ...member, url: 'here' }]), 'regency in the registry has no url.'],
  [JSON.stringify([{ ...member, governments: ['x'] }]), 'regency in the registry has no list of government codes.'],
  [JSON.stringify([member, { ...member, name: 'other' }]), 'Both regency and other serve 64.02 in the registry.'],
])('says in one sentence what is wrong with %s', (text, sentence) => {
  expect(() => parseRegistry(text)).toThrow(sentence)
})
