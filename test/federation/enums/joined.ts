import type { Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    left: {
      typeDefs: `
        type Query { left: Colour any: [Colour] @shareable echo(colour: Shade!): Shade }
        enum Colour { RED GREEN }
        enum Shade { DARK LIGHT }
      `,
      resolvers: { Query: { left: () => 'GREEN', any: () => ['RED'], echo: (_, { colour }) => colour } },
    },
    right: {
      typeDefs: `
        type Query { right: Colour any: [Colour] @shareable }
        enum Colour { RED BLUE }
      `,
      resolvers: { Query: { right: () => 'BLUE', any: () => ['RED'] } },
    },
  },
  cases: {
    'an enum that is only answered has the values of all subgraphs': {
      query: '{ left right __type(name: "Colour") { enumValues { name } } }',
      data: {
        left: 'GREEN',
        right: 'BLUE',
        __type: { enumValues: [{ name: 'RED' }, { name: 'GREEN' }, { name: 'BLUE' }] },
      },
      requests: { left: 1, right: 1 },
    },
    'an enum of arguments goes to its subgraph by name': {
      query: 'query ($shade: Shade!) { echo(colour: $shade) other: echo(colour: LIGHT) }',
      variables: { shade: 'DARK' },
      data: { echo: 'DARK', other: 'LIGHT' },
    },
  },
} satisfies Phenomenon
