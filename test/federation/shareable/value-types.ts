import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    left: {
      typeDefs: `
        type Query { event: Event @shareable }
        type Event @shareable { at: Moment left: String }
        type Moment @shareable { day: String hour: Int }
      `,
      resolvers: { Query: { event: () => ({ at: { day: 'Monday', hour: 1 }, left: 'l' }) } },
    },
    right: {
      typeDefs: `
        type Query { event: Event @shareable }
        type Event @shareable { at: Moment right: String }
        type Moment @shareable { day: String hour: Int }
      `,
      resolvers: { Query: { event: () => ({ at: { day: 'Monday', hour: 1 }, right: 'r' }) } },
    },
  },
  cases: {
    'a shared root field is asked at both where each has a part, and merged': {
      query: '{ event { at { day hour } left right } }',
      data: { event: { at: { day: 'Monday', hour: 1 }, left: 'l', right: 'r' } },
      requests: { left: 1, right: 1 },
    },
    'one subgraph is enough where it has everything': {
      query: '{ event { right at { day } } }',
      data: { event: { right: 'r', at: { day: 'Monday' } } },
      requests: { left: 0, right: 1 },
    },
  },
} satisfies Phenomenon
