import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    complaints: {
      typeDefs: `
        type Query { latest: Complaint }
        type Complaint @key(fields: "id") { id: ID! subject: String }
      `,
      resolvers: { Query: { latest: () => ({ id: 'c1', subject: 'A broken lamp' }) } },
    },
  },
  cases: {
    'an operation that skips its only field by its own text asks nobody': {
      query: '{ latest @skip(if: true) { subject } }',
      data: {},
      requests: { complaints: 0 },
    },
    'nor does one whose only fragment is left out': {
      query: '{ ... @include(if: false) { latest { subject } } }',
      data: {},
      requests: { complaints: 0 },
    },
    'a variable that leaves everything out asks nobody': {
      query: 'query ($wanted: Boolean!) { latest @include(if: $wanted) { subject } }',
      variables: { wanted: false },
      data: {},
      requests: { complaints: 0 },
    },
    'an object of which nothing is asked is there all the same': {
      query: '{ latest { subject @skip(if: true) } }',
      data: { latest: {} },
    },
  },
} satisfies Phenomenon
