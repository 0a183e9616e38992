import type { Phenomenon } from '../phenomenon.ts'

const query = `query ($near: Boolean!, $far: Boolean!) {
  trips { id @include(if: $near) driver @skip(if: $far) { name @include(if: $near) ...Badge @include(if: $far) } }
}
fragment Badge on Driver { badge }`

export default {
  subgraphs: {
    trips: {
      typeDefs: `
        type Query { trips: [Trip] }
        type Trip { id: ID! driver: Driver }
        type Driver @key(fields: "id") { id: ID! }
      `,
      resolvers: { Query: { trips: () => [{ id: 't', driver: { id: 'd' } }] } },
    },
    drivers: {
      typeDefs: 'type Driver @key(fields: "id") { id: ID! name: String badge: Int }',
      resolvers: { Driver: { resolveReference: ({ id }) => ({ id, name: 'Sopir', badge: 5 }) } },
    },
  },
  cases: {
    'conditions on the far side decide what is fetched there': {
      query,
      variables: { near: true, far: false },
      data: { trips: [{ id: 't', driver: { name: 'Sopir' } }] },
      requests: { trips: 1, drivers: 1 },
    },
    'an object whose fields are all left out is there, and empty': {
      query,
      variables: { near: false, far: false },
      data: { trips: [{ driver: {} }] },
      requests: { drivers: 0 },
    },
    'a hop from a field that is skipped is not made': {
      query,
      variables: { near: true, far: true },
      data: { trips: [{ id: 't' }] },
      requests: { trips: 1, drivers: 0 },
    },
  },
} satisfies Phenomenon
