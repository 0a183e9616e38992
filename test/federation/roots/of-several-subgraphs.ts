import { byKey, type Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    towns: {
      typeDefs: 'type Query { towns: [Town] } type Town @key(fields: "id") { id: ID! name: String }',
      resolvers: {
        Query: { towns: () => [{ id: '1', name: 'A' }] },
        Town: { resolveReference: byKey('id', [{ id: '1', name: 'A' }]) },
      },
    },
    roads: {
      typeDefs: `
        type Query { roads: [Road] }
        type Road { id: ID! to: Town }
        type Town @key(fields: "id") { id: ID! }
      `,
      resolvers: { Query: { roads: () => [{ id: 'r', to: { id: '1' } }] } },
    },
    weather: {
      typeDefs: 'type Query { weather: String }',
      resolvers: { Query: { weather: () => 'rain' } },
    },
  },
  cases: {
    'each root field goes to its owner, once each, and keeps its place': {
      query: '{ weather towns { name } roads { id } again: weather }',
      data: { weather: 'rain', towns: [{ name: 'A' }], roads: [{ id: 'r' }], again: 'rain' },
      requests: { towns: 1, roads: 1, weather: 1 },
    },
    'a hop goes back to one that was asked already': {
      query: '{ towns { id } roads { to { name } } }',
      data: { towns: [{ id: '1' }], roads: [{ to: { name: 'A' } }] },
      requests: { towns: 2, roads: 1, weather: 0 },
    },
  },
} satisfies Phenomenon
