import type { Phenomenon } from '../phenomenon.ts'

let log: string[] = []
const note = (who: string) => () => {
  log = [...log, who]
  return { id: who, log: log.join(' ') }
}

export default {
  subgraphs: {
    left: {
      typeDefs: `
        type Query { log: String }
        type Mutation { reset: Boolean left: Entry }
        type Entry @key(fields: "id") @shareable { id: ID! log: String }
      `,
      resolvers: {
        Query: { log: () => log.join(' ') },
        Mutation: {
          reset: () => {
            log = []
            return true
          },
          left: note('left'),
        },
      },
    },
    right: {
      typeDefs: `
        type Mutation { right: Entry }
        type Entry @key(fields: "id") @shareable { id: ID! log: String }
      `,
      resolvers: { Mutation: { right: note('right') } },
    },
  },
  cases: {
    'mutations of several subgraphs run in the order of the document': {
      query: 'mutation { reset a: left { log } b: right { log } c: right { log } d: left { log } }',
      data: {
        reset: true,
        a: { log: 'left' },
        b: { log: 'left right' },
        c: { log: 'left right right' },
        d: { log: 'left right right left' },
      },
      requests: { left: 2, right: 1 },
    },
  },
} satisfies Phenomenon
