import { readFileSync } from 'node:fs'
import { readContract, serviceText } from '@lawang/member/contracts'
import { buildMemberSchema } from '@lawang/member/graph/build-schema'
import { missingFrom } from '@lawang/member/graph/testing/containment'
import { contractsOf } from '@lawang/schema/tier'
import { lexicographicSortSchema, parse, printSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import { UNOPENED_NATIONAL } from './unopened-tier.ts'

const { tier, modules } = UNOPENED_NATIONAL
const schema = buildMemberSchema(modules, serviceText(tier))

describe('the national member', () => {
  for (const contract of contractsOf(tier)) {
    test(`serves the whole contract ${contract}`, () => {
      expect(missingFrom(schema, parse(readContract(contract)))).toEqual([])
    })
  }

  test('has the schema that is printed beside it', () => {
    const printed = readFileSync(new URL('schema.graphql', import.meta.url), 'utf8')
    expect(`${printSchema(lexicographicSortSchema(schema))}\n`).toBe(printed)
  })
})
