import { readFileSync } from 'node:fs'
import { type DocumentNode, Kind, parse } from 'graphql'
import { expect, test } from 'vitest'
import { OPERATION_FACTS } from './operations.ts'

const CONTRACTS = ['complaints', 'agencies', 'national', 'provincial', 'regency']
const ROOTS = new Set(['Query', 'Mutation', 'Subscription'])

const rootFieldsOf = (contract: DocumentNode): readonly string[] =>
  contract.definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION && ROOTS.has(definition.name.value)
      ? (definition.fields ?? []).map((field) => `${definition.name.value}.${field.name.value}`)
      : [],
  )

test('every root field of the contracts is in one row of the table', () => {
  const offered = CONTRACTS.flatMap((name) =>
    rootFieldsOf(parse(readFileSync(new URL(import.meta.resolve(`@lawang/schema/contracts/${name}.graphql`)), 'utf8'))),
  )
  const listed = Object.values(OPERATION_FACTS).flatMap(({ fields }) => fields)
  expect([...new Set(offered)].filter((field) => listed.filter((each) => each === field).length !== 1)).toEqual([])
})
