import { expect, it } from 'vitest'
import { createAvailability } from './availability.ts'

const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ name, url: `http://${name}`, region: undefined }))
if (!a || !b || !c) throw new Error('unreachable')

it('puts a member that did not answer last, until it answers or some time has passed', () => {
  let now = 0
  const availability = createAvailability(() => now, 1000)
  availability.report(a, false)
  expect(availability.choose([a, b, c], 0, 3)).toEqual([b, c, a])
  now = 1000
  expect(availability.choose([a, b, c], 0, 3)).toEqual([a, b, c])
  availability.report(b, false)
  availability.report(b, true)
  expect(availability.choose([a, b, c], 0, 3)).toEqual([a, b, c])
})

it('chooses as many as are asked for, beginning in turn, and takes those that are down only where no other is', () => {
  const availability = createAvailability(() => 0)
  expect(availability.choose([a, b, c], 2, 2)).toEqual([c, a])
  availability.report(c, false)
  expect(availability.choose([a, b, c], 2, 2)).toEqual([a, b])
  availability.report(a, false)
  expect(availability.choose([a, b, c], 2, 2)).toEqual([b, c])
})
