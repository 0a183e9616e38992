import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    only: {
      typeDefs: `
        type Query { open: [Level] secret: Level must: [Level!] wrong: Unchecked }
        enum Level { LOW HIGH @inaccessible }
        scalar Unchecked
      `,
      composedAs: `
        type Query { open: [Level] secret: Level must: [Level!] wrong: Level }
        enum Level { LOW HIGH @inaccessible }
      `,
      resolvers: {
        Query: {
          open: () => ['LOW', 'HIGH', null],
          secret: () => 'HIGH',
          must: () => ['LOW', 'HIGH'],
          wrong: () => 'HIGHEST',
        },
      },
    },
  },
  cases: {
    'a value that clients may not see is null, and nothing tells of it': {
      query: '{ open secret }',
      data: { open: ['LOW', null, null], secret: null },
    },
    'where a value must be, one that clients may not see is an error': {
      query: '{ must }',
      data: { must: null },
      errors: [{ path: ['must', 1], code: 'INTERNAL' }],
    },
    'a value that the enum does not have is null with an error': {
      query: '{ wrong }',
      data: { wrong: null },
      errors: [{ path: ['wrong'], code: 'INTERNAL' }],
    },
  },
} satisfies Phenomenon
