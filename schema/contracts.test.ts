import { readFileSync } from 'node:fs'
import { transformSupergraphToPublicSchema } from '@theguild/federation-composition'
import { buildASTSchema, parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { composeContracts } from './compose.ts'
import { contractText } from './contract-text.ts'
import { readRouted } from './routed.ts'
import { contractsOf, tierOfContract } from './tier.ts'

const readFile = (name: string) => readFileSync(new URL(`contracts/${name}`, import.meta.url), 'utf8')
const operations = readFileSync(new URL('../test/operations.graphql', import.meta.url), 'utf8')

describe('the contracts', () => {
  test('compose to the supergraph that is committed', () => {
    expect(composeContracts(readFile)).toBe(readFile('supergraph.graphql'))
  })

  test('make every operation of the clients valid', () => {
    const schema = buildASTSchema(transformSupergraphToPublicSchema(parse(readFile('supergraph.graphql'))))
    expect(validate(schema, parse(operations)).map((error) => error.message)).toEqual([])
  })

  test('that do not compose are refused with the reason', () => {
    const broken = (name: string) =>
      name === 'complaints.graphql' ? readFile(name).replace('"id") @routed', '"nothing") @routed') : readFile(name)
    expect(() => composeContracts(broken)).toThrow(/do not compose/)
  })

  test('say for every field of one government where its code stands', () => {
    const { fields, merged, entities } = readRouted(parse(readFile('supergraph.graphql')))
    expect(Object.fromEntries(fields)).toMatchObject({
      'Query.complaint': 'id',
      'Mutation.fileComplaint': 'input.door',
      'Query.cases': 'region',
      'Query.worklist': 'regions',
    })
    expect(Object.fromEntries(merged)).toEqual({ 'Query.worklist': ['openedAt', 'id'] })
    expect(Object.fromEntries(entities)).toEqual({ Complaint: 'id', Agency: 'id', Case: 'id', Region: 'code' })
  })

  test('carry @routed to the supergraph unchanged', () => {
    const supergraph = readRouted(parse(readFile('supergraph.graphql')))
    for (const contract of contractsOf('NATIONAL').concat('provincial', 'regency')) {
      const { fields, merged } = readRouted(parse(contractText(contract, readFile)))
      for (const [field, by] of fields) expect(supergraph.fields.get(field)).toBe(by)
      for (const [field, order] of merged) expect(supergraph.merged.get(field)).toEqual(order)
    }
  })

  test('of one tier are served by that tier alone, the others by every member', () => {
    expect(tierOfContract('provincial')).toBe('PROVINCIAL')
    expect(tierOfContract('complaints')).toBeUndefined()
    expect(contractsOf('REGENCY')).toEqual(['complaints', 'agencies', 'regency'])
  })
})
