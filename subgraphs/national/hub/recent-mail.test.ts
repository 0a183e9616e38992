import { expect, test } from 'vitest'
import type { Letter } from './mail.ts'
import { createRecentMail } from './recent-mail.ts'

const letter = (member: string, n: number): Letter => ({
  ...{ member, incarnation: 1, n, addressedTo: 1 },
  message: { type: 'Confirmed', incarnation: 1 },
})
const letters = (member: string, ...numbers: number[]) => numbers.map((n) => letter(member, n))
const at = (n: number, incarnation = 1) => ({ incarnation, n })

test('letters at hand are told behind the cursor, in order, at most so many', () => {
  const recent = createRecentMail(10)
  recent.keep([...letters('door', 4, 5), letter('nation', 1), letter('door', 6)])
  expect(recent.after('door', 1, at(4), 10)?.map(({ n }) => n)).toEqual([5, 6])
  expect(recent.after('door', 1, at(3), 2)?.map(({ n }) => n)).toEqual([4, 5])
  expect(recent.after('nation', 1, at(7, 0), 10)?.map(({ n }) => n)).toEqual([1])
})

test('what is not at hand from the first row on has to be read: nothing is passed over', () => {
  const recent = createRecentMail(2)
  recent.keep(letters('door', 1, 2, 3))
  expect(recent.after('door', 1, at(0), 10)).toBeUndefined()
  expect(recent.after('door', 1, at(1), 10)?.map(({ n }) => n)).toEqual([2, 3])
  expect(recent.after('nation', 1, at(0), 10)).toBeUndefined()
  expect(recent.after('door', 2, at(1), 10)).toBeUndefined()
  recent.clear()
  expect(recent.after('door', 1, at(1), 10)).toBeUndefined()
})
