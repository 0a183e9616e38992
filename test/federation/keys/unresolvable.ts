import { byKey, type Phenomenon } from '../phenomenon.ts'

export default {
  subgraphs: {
    letters: {
      typeDefs: `
        type Query { letter: Letter }
        type Letter { sender: Person }
        type Person @key(fields: "id", resolvable: false) { id: ID! }
      `,
      resolvers: { Query: { letter: () => ({ sender: { id: '7' } }) } },
    },
    people: {
      typeDefs: 'type Person @key(fields: "id") { id: ID! town: String }',
      resolvers: { Person: { resolveReference: byKey('id', [{ id: '7', town: 'Sangatta' }]) } },
    },
  },
  cases: {
    'a reference is enough to reach the owner': {
      query: '{ letter { sender { id town } } }',
      data: { letter: { sender: { id: '7', town: 'Sangatta' } } },
      requests: { letters: 1, people: 1 },
    },
    'what the reference says itself needs no owner': {
      query: '{ letter { sender { id } } }',
      data: { letter: { sender: { id: '7' } } },
      requests: { letters: 1, people: 0 },
    },
  },
} satisfies Phenomenon
