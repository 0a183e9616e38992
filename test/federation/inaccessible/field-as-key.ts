import { byKey, type Phenomenon } from '../phenomenon.ts'

const offices = [{ id: '1', internalCode: 'x9', name: 'Office', floor: 2 }]

export default {
  subgraphs: {
    names: {
      typeDefs: `
        type Query { office: Office }
        type Office @key(fields: "internalCode") { id: ID! internalCode: String! @inaccessible name: String }
      `,
      resolvers: { Query: { office: () => offices[0] } },
    },
    floors: {
      typeDefs: `
        type Office @key(fields: "internalCode") { internalCode: String! @inaccessible floor: Int }
      `,
      resolvers: { Office: { resolveReference: byKey('internalCode', offices) } },
    },
  },
  cases: {
    'a key that clients may not see serves the gateway, and nobody sees it': {
      query: '{ office { name floor } __type(name: "Office") { fields { name } } }',
      data: {
        office: { name: 'Office', floor: 2 },
        __type: { fields: [{ name: 'floor' }, { name: 'id' }, { name: 'name' }] },
      },
      requests: { names: 1, floors: 1 },
    },
  },
} satisfies Phenomenon
