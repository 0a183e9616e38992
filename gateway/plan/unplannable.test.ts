import { parse } from 'graphql'
import { expect, it } from 'vitest'
import { readSecurityFeatures, refuseUnplannable } from './unplannable.ts'

it('refuses a field that takes an argument from a context, by its name', () => {
  const field = (join: string) => parse(`type Seat { id: ID! price: Int @join__field(graph: A${join}) }`)
  const context = ', contextArguments: [{ context: "a__hall", name: "row", type: "Int", selection: " { row }" }]'
  expect(() => refuseUnplannable(field(context))).toThrow('Seat.price')
  expect(() => refuseUnplannable(field(''))).not.toThrow()
})

it('names what a supergraph wants guarded, and nothing else that it links', () => {
  const supergraph = parse(`
    schema
      @link(url: "https://specs.apollo.dev/link/v1.0")
      @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
      @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)
      @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY)
    { query: Query }
  `)
  expect(readSecurityFeatures(supergraph)).toEqual(['authenticated', 'requiresScopes'])
})
