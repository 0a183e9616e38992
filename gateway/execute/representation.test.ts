import { expect, it } from 'vitest'
import type { Requirement } from '../plan/executable.ts'
import { representationOf } from './representation.ts'

const field = (name: string, ...inner: readonly Requirement[]): Requirement => {
  return { kind: 'field', source: name, key: name, inner }
}
const types = { satisfies: (type: string, condition: string) => type === condition || condition === 'Place' }

it('takes together what several type conditions require of one object and of the items of a list', () => {
  const requires: readonly Requirement[] = [
    {
      kind: 'type',
      condition: 'House',
      inner: [field('id'), field('owner', field('name')), field('doors', field('a'))],
    },
    { kind: 'type', condition: 'Place', inner: [field('owner', field('since')), field('doors', field('b'))] },
    { kind: 'type', condition: 'Boat', inner: [field('sail')] },
  ]
  const doors = [
    { a: 1, b: 2, c: 3 },
    { a: 4, b: 5 },
  ]
  const house = { __typename: 'House', id: '1', owner: { name: 'Ayu', since: 1990, age: 4 }, doors }
  expect(representationOf(house, requires, [], types)).toEqual({
    __typename: 'House',
    id: '1',
    owner: { name: 'Ayu', since: 1990 },
    doors: [
      { a: 1, b: 2 },
      { a: 4, b: 5 },
    ],
  })
})
