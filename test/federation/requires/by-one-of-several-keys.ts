import { byKey, type Phenomenon } from '../phenomenon.ts'

const stations = [{ id: '1', code: 'TM', place: { row: '7' }, name: 'Tanah Merah' }]
const found = (row: Readonly<Record<string, unknown>>) => {
  const place = row.place as { readonly row: string } | undefined
  const station = stations.find(({ id, code }) => id === row.id || code === row.code || place?.row === '7')
  return station ? { ...row, ...station } : null
}

export default {
  subgraphs: {
    names: {
      typeDefs: 'type Query { station: Station } type Station @key(fields: "id") { id: ID! name: String }',
      resolvers: {
        Query: { station: () => ({ id: '1', name: 'Tanah Merah' }) },
        Station: { resolveReference: byKey('id', stations) },
      },
    },
    signs: {
      typeDefs: `
        type Station @key(fields: "id") @key(fields: "code") @key(fields: "place { row }") {
          id: ID!
          code: ID!
          place: Place!
          name: String @external
          sign: String @requires(fields: "name")
        }
        type Place @shareable { row: ID! }
      `,
      resolvers: { Station: { resolveReference: found, sign: ({ code, name }) => `${code} ${name}` } },
    },
    trains: {
      typeDefs: `
        type Query { nearest: Station }
        type Station @key(fields: "id") @key(fields: "code") @key(fields: "place { row }") {
          id: ID!
          code: ID!
          place: Place!
          trains: Int
        }
        type Place @shareable { row: ID! }
      `,
      resolvers: {
        Query: { nearest: () => stations[0] },
        Station: { resolveReference: found, trains: () => 4 },
      },
    },
  },
  cases: {
    'the key that is known where the required field is': {
      query: '{ station { sign } }',
      data: { station: { sign: 'TM Tanah Merah' } },
      requests: { names: 1, signs: 1, trains: 0 },
    },
    'the same from a subgraph that knows all of them': {
      query: '{ nearest { sign trains } }',
      data: { nearest: { sign: 'TM Tanah Merah', trains: 4 } },
    },
    'and its own keys are still for the asking': {
      query: '{ station { code place { row } trains sign } }',
      data: { station: { code: 'TM', place: { row: '7' }, trains: 4, sign: 'TM Tanah Merah' } },
    },
  },
} satisfies Phenomenon
