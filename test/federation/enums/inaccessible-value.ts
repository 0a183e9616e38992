import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    only: {
      typeDefs: `
        type Query { open: [Level] secret: Level must: [Level!] }
        enum Level { LOW HIGH @inaccessible }
      `,
      resolvers: { Query: { open: () => ['LOW', null], secret: () => 'HIGH', must: () => ['LOW', 'HIGH'] } },
    },
  },
  cases: {
    'a value that clients may not see is null, with an error': {
      query: '{ open secret must }',
      data: { open: ['LOW', null], secret: null, must: null },
      errors: [
        { path: ['must', 1], code: 'INTERNAL' },
        { path: ['secret'], code: 'INTERNAL' },
      ],
    },
  },
} satisfies Phenomenon
