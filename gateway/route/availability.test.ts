import { expect, it } from 'vitest'
import { createAvailability } from './availability.ts'

const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ name, url: `http://${name}`, region: undefined }))
if (!a || !b || !c) throw new Error('unreachable')

it('puts a member that did not answer last, until it answers or some time has passed', () => {
  let now = 0
  const availability = createAvailability(() => now, 1000)
  availability.report(a, false)
  expect(availability.order([a, b, c])).toEqual([b, c, a])
  now = 1000
  expect(availability.order([a, b, c])).toEqual([a, b, c])
  availability.report(b, false)
  availability.report(b, true)
  expect(availability.order([a, b, c])).toEqual([a, b, c])
})
