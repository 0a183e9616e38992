import { readFileSync } from 'node:fs'
import { composeServices } from '@theguild/federation-composition'
import { parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { contractText } from './contract-text.ts'
import { mergeContracts } from './merge-contracts.ts'
import { contractsOf, GOVERNMENT_TIERS } from './tier.ts'

const readContract = (name: string) => readFileSync(new URL(`contracts/${name}`, import.meta.url), 'utf8')

describe('the contracts of one server merge into one subgraph', () => {
  for (const tier of GOVERNMENT_TIERS) {
    test(`that composes by itself: ${tier}`, () => {
      const merged = mergeContracts(contractsOf(tier).map((contract) => contractText(contract, readContract)))
      const { errors } = composeServices([{ name: 'member', url: 'http://member', typeDefs: parse(merged) }])
      expect(errors).toBeUndefined()
    })
  }

  test('a key that one contract resolves wins over one that another only refers by', () => {
    const owner = 'type Thing @key(fields: "id") { id: ID! name: String }'
    const borrower = 'type Thing @key(fields: "id", resolvable: false) { id: ID! }'
    expect(mergeContracts([owner, borrower])).toBe(mergeContracts([owner]))
    expect(mergeContracts([borrower, owner])).toBe(mergeContracts([owner]))
  })

  test('a field that one contract borrows and another owns is owned', () => {
    const owner = 'type Thing @key(fields: "id") { id: ID! name: String @shareable }'
    const borrower = 'type Thing @key(fields: "id", resolvable: false) { id: ID! name: String @external }'
    expect(mergeContracts([borrower, owner])).toBe(mergeContracts([owner]))
  })

  test('@provides stays only while something that it names is still borrowed', () => {
    const thing = 'type Thing @key(fields: "id", resolvable: false) { id: ID! name: String @external }'
    const holder = `${thing} type Holder { thing: Thing @provides(fields: "name") }`
    expect(mergeContracts([holder])).toContain('@provides')
    expect(mergeContracts([holder, 'type Thing @key(fields: "id") { id: ID! name: String }'])).not.toContain(
      '@provides',
    )
  })

  test('a type and its extension stay apart, so that @shareable covers only the fields beside it', () => {
    const merged = mergeContracts(['type Place @shareable { code: ID! } extend type Place { villages: Int }'])
    expect(merged).toContain('extend type Place')
  })

  test('an enum that two contracts define differently is an error', () => {
    expect(() => mergeContracts(['enum Size { SMALL }', 'enum Size { LARGE }'])).toThrow('Size')
  })
})
