import { composeServices } from '@theguild/federation-composition'
import { parse } from 'graphql'

/** The ports of the benchmark's subgraphs. */
export const PORTS = { national: 4101, provincial: 4102, regency: 4103 } as const

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])\n'
const TYPE_DEFS: Readonly<Record<keyof typeof PORTS, string>> = {
  national: `
    type Query { agency(id: ID!): Agency }
    type Agency @key(fields: "id") { id: ID! name: String! headquarters: Region }
    type Region @key(fields: "id", resolvable: false) { id: ID! }
  `,
  provincial: `
    type Query { region(id: ID!): Region }
    type Region @key(fields: "id") { id: ID! name: String! leadComplaint: Complaint }
    type Complaint @key(fields: "id", resolvable: false) { id: ID! }
  `,
  regency: `
    type Query { complaint(id: ID!): Complaint complaints(first: Int, skip: Int): [Complaint!]! }
    type Complaint @key(fields: "id") { id: ID! title: String! status: String! agency: Agency region: Region }
    type Agency @key(fields: "id", resolvable: false) { id: ID! }
    type Region @key(fields: "id", resolvable: false) { id: ID! }
  `,
}

export function composeBenchmark(): string {
  const services = Object.entries(TYPE_DEFS).map(([name, typeDefs]) => ({
    name,
    url: `http://127.0.0.1:${PORTS[name as keyof typeof PORTS]}/graphql`,
    typeDefs: parse(LINK + typeDefs),
  }))
  const { supergraphSdl, errors } = composeServices(services)
  if (!supergraphSdl) throw new Error(errors?.map((error) => error.message).join('\n'))
  return supergraphSdl
}

/** One fetch; one and then two at once; four in a row. Variables are different each time. */
export const QUERIES = {
  byid: {
    query: 'query byid($id: ID!) { complaint(id: $id) { id title status } }',
    variables: (turn: number) => ({ id: `c${turn % 900}` }),
  },
  list: {
    query:
      'query list($n: Int, $s: Int) { complaints(first: $n, skip: $s) { id title status agency { name } region { name } } }',
    variables: (turn: number) => ({ n: 20, s: turn % 900 }),
  },
  deep: {
    query:
      'query deep($n: Int, $s: Int) { complaints(first: $n, skip: $s) { id agency { name headquarters { name leadComplaint { title status } } } } }',
    variables: (turn: number) => ({ n: 20, s: turn % 900 }),
  },
} as const
export type QueryName = keyof typeof QUERIES
