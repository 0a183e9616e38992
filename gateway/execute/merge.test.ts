import { expect, it } from 'vitest'
import { mergeInto } from './merge.ts'

const types = { satisfies: (typeName: string, condition: string) => typeName === condition }

it('gives each place objects of its own, in lists whose items were unknown too', () => {
  const answer = { cases: [{ id: 'a' }] }
  const first = { cases: [null] }
  const last = { cases: [null] }
  mergeInto(first, answer, false, types)
  mergeInto(last, answer, true, types)
  expect(first).toEqual({ cases: [{ id: 'a' }] })
  mergeInto(last, { cases: [{ status: 'OPEN' }] }, true, types)
  expect(first).toEqual({ cases: [{ id: 'a' }] })
  expect(last).toEqual({ cases: [{ id: 'a', status: 'OPEN' }] })
})

it('takes nothing away by null, and keeps what a list already has', () => {
  const target = { id: 'a', cases: [{ id: 'b' }, { id: 'c' }] }
  mergeInto(target, { id: null, cases: [null, { status: 'OPEN' }] }, true, types)
  expect(target).toEqual({ id: 'a', cases: [{ id: 'b' }, { id: 'c', status: 'OPEN' }] })
})
