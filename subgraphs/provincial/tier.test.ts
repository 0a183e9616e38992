import { readFileSync } from 'node:fs'
import { readContract, serviceText } from '@lawang/member/contracts'
import { buildMemberSchema } from '@lawang/member/graph/build-schema'
import { missingFrom } from '@lawang/member/graph/testing/containment'
import { contractsOf } from '@lawang/schema/tier'
import { lexicographicSortSchema, parse, printSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import { UNOPENED_PROVINCIAL as PROVINCIAL } from './unopened-tier.ts'

const schema = buildMemberSchema(PROVINCIAL.modules, serviceText(PROVINCIAL.tier))

describe('a provincial member', () => {
  for (const contract of contractsOf(PROVINCIAL.tier)) {
    test(`serves the whole contract ${contract}`, () => {
      expect(missingFrom(schema, parse(readContract(contract)))).toEqual([])
    })
  }

  test('has the schema that is printed beside it', () => {
    const printed = readFileSync(new URL('schema.graphql', import.meta.url), 'utf8')
    expect(`${printSchema(lexicographicSortSchema(schema))}\n`).toBe(printed)
  })
})
