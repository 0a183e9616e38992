import type { Phenomenon } from '../phenomenon.ts'

const cases = [
  { __typename: 'Complaint', title: 'pothole' },
  { __typename: 'Whistleblowing', title: 'secret' },
]

export default {
  subgraphs: {
    desk: {
      typeDefs: `
        type Query { cases: [Case] only: Complaint }
        interface Case { title: String }
        type Complaint implements Case { title: String }
        type Whistleblowing implements Case @inaccessible { title: String }
      `,
      resolvers: { Query: { cases: () => cases, only: () => cases[0] } },
    },
  },
  cases: {
    'the fields of an interface do not show a thing of a type that clients may not see': {
      query: '{ cases { title } }',
      data: { cases: [{ title: 'pothole' }, null] },
      requests: { desk: 1 },
    },
    'nor do those of a fragment': {
      query: '{ cases { ...Any } only { ...Any } } fragment Any on Case { name: title }',
      data: { cases: [{ name: 'pothole' }, null], only: { name: 'pothole' } },
    },
  },
} satisfies Phenomenon
