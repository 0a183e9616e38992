import type { Phenomenon } from '../phenomenon.ts'

const rooms = [
  { site: { code: 'A' }, number: 1, seats: 4 },
  { site: { code: 'A' }, number: 2, seats: 8 },
  { site: { code: 'B' }, number: 1, seats: 16 },
]

export default {
  subgraphs: {
    plan: {
      typeDefs: `
        type Query { rooms: [Room!] }
        type Room @key(fields: "site { code } number") { site: Site! number: Int! }
        type Site @shareable { code: ID! }
      `,
      resolvers: { Query: { rooms: () => rooms.map(({ site, number }) => ({ site, number })) } },
    },
    chairs: {
      typeDefs: `
        type Room @key(fields: "site { code } number") { site: Site! number: Int! seats: Int }
        type Site @shareable { code: ID! }
      `,
      resolvers: {
        Room: {
          resolveReference: ({ site, number }) =>
            rooms.find((room) => room.site.code === (site as { code: string }).code && room.number === number),
        },
      },
    },
  },
  cases: {
    'a key with objects in it is sent whole, though nobody asks for it': {
      query: '{ rooms { seats } }',
      data: { rooms: [{ seats: 4 }, { seats: 8 }, { seats: 16 }] },
      requests: { plan: 1, chairs: 1 },
    },
  },
} satisfies Phenomenon
