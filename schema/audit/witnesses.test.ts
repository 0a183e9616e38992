import { expect, test } from 'vitest'
import type { MemberEntry } from '../network.ts'
import { witnessesOf } from './witnesses.ts'

const entry = (name: string, tier: MemberEntry['tier'], governments: readonly string[]): MemberEntry => ({
  ...{ name, tier, governments },
  url: `https://${name}.example`,
})
const national = entry('national', 'NATIONAL', ['00'])
const provincial = entry('provincial', 'PROVINCIAL', ['64', '72'])
const regency = entry('regency', 'REGENCY', ['64.02', '72.01'])
const own = entry('own', 'REGENCY', ['64.08'])
const members = [national, provincial, regency, own]

test("a regency's heads are kept by the hub and by its province", () => {
  expect(witnessesOf('own', members)).toEqual([national, provincial])
  expect(witnessesOf('regency', members)).toEqual([national, provincial])
})

test('where nobody stands above, two others are drawn, the same at everybody', () => {
  const drawn = witnessesOf('national', members)
  expect(drawn).toHaveLength(2)
  expect(drawn).not.toContain(national)
  expect(witnessesOf('national', members.toReversed())).toEqual(drawn)
  expect(witnessesOf('provincial', members)).toContain(national)
})

test('nobody is a witness of itself, and nobody of a stranger', () => {
  for (const { name } of members) expect(witnessesOf(name, members).map((each) => each.name)).not.toContain(name)
  expect(witnessesOf('own', [own])).toEqual([])
  expect(witnessesOf('stranger', members)).toEqual([])
})
