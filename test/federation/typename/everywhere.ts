import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    trips: {
      typeDefs: `
        type Query { trip: Trip }
        type Trip { driver: Driver stops: [Stop] }
        union Stop = Town
        type Town { name: String }
        type Driver @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: { trip: () => ({ driver: { id: 'd' }, stops: [{ __typename: 'Town', name: 'Bontang' }] }) },
      },
    },
    drivers: {
      typeDefs: `
        type Driver @key(fields: "id") { id: ID! car: Car }
        type Car { plate: String }
      `,
      resolvers: { Driver: { resolveReference: ({ id }) => ({ id, car: { plate: 'KT 1' } }) } },
    },
  },
  cases: {
    'every object knows its type, under any key, at any place': {
      query: `{
        __typename
        q: __typename
        trip { t: __typename __typename stops { id: __typename } driver { __typename car { name: __typename } } }
      }`,
      data: {
        __typename: 'Query',
        q: 'Query',
        trip: {
          t: 'Trip',
          __typename: 'Trip',
          stops: [{ id: 'Town' }],
          driver: { __typename: 'Driver', car: { name: 'Car' } },
        },
      },
      requests: { trips: 1, drivers: 1 },
    },
    'the type of the root costs no request': {
      query: 'query { __typename }',
      data: { __typename: 'Query' },
      requests: { trips: 0, drivers: 0 },
    },
  },
} satisfies Phenomenon
