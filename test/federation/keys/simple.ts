import { byKey, type Phenomenon } from '../phenomenon.ts'

const roads = [
  { id: 'r1', name: 'Jalan Poros', owner: { __typename: 'Office', id: 'o1' } },
  { id: 'r2', name: 'Jalan Lingkar', owner: { __typename: 'Office', id: 'o2' } },
  { id: 'r3', name: 'Jalan Pasar', owner: { __typename: 'Office', id: 'o1' } },
  { id: 'r4', name: 'Jalan Desa', owner: null },
]

export default {
  subgraphs: {
    roads: {
      typeDefs: `
        type Query { roads: [Road!]! road(id: ID!): Road }
        type Road { id: ID! name: String! owner: Office }
        type Office @key(fields: "id", resolvable: false) { id: ID! }
      `,
      resolvers: { Query: { roads: () => roads, road: (_, args) => byKey('id', roads)(args) } },
    },
    offices: {
      typeDefs: 'type Office @key(fields: "id") { id: ID! name: String head: String! }',
      resolvers: { Office: { resolveReference: byKey('id', [{ id: 'o1', name: 'PUPR', head: 'A' }]) } },
    },
  },
  cases: {
    'asks each entity once, however many rows name it': {
      query: '{ roads { name owner { name } } }',
      data: {
        roads: [
          { name: 'Jalan Poros', owner: { name: 'PUPR' } },
          { name: 'Jalan Lingkar', owner: { name: null } },
          { name: 'Jalan Pasar', owner: { name: 'PUPR' } },
          { name: 'Jalan Desa', owner: null },
        ],
      },
      requests: { roads: 1, offices: 1 },
    },
    'does not ask where only the key is wanted': {
      query: '{ road(id: "r1") { owner { id } } }',
      data: { road: { owner: { id: 'o1' } } },
      requests: { roads: 1, offices: 0 },
    },
    'does not ask when there is nothing to ask for': {
      query: '{ road(id: "none") { owner { name } } }',
      data: { road: null },
      requests: { roads: 1, offices: 0 },
    },
    'an entity that its owner does not know is null where its fields may not be': {
      query: '{ road(id: "r2") { name owner { id head } } }',
      data: { road: { name: 'Jalan Lingkar', owner: null } },
      errors: [{ path: ['road', 'owner', 'head'], code: 'INTERNAL' }],
    },
  },
} satisfies Phenomenon
