import { LAW } from '@lawang/schema/exchange/law'
import { leaseLeft, NO_LEASE } from '@lawang/schema/exchange/lease'
import { expect, test } from 'vitest'
import { createLeaseKeeper } from './lease-keeper.ts'
import { openMachineClock } from './machine-clock.ts'

const AT = new Date('2026-03-17T02:00:00Z')

test('a lease of a former boot is none, and the next answer begins another', () => {
  const clock = { boot: 'this boot', now: () => 5_000 }
  const former = { boot: 'a former boot', until: { URGENT: 1e12, NORMAL: 1e12 } }
  const keeper = createLeaseKeeper(clock, LAW, former)
  expect(leaseLeft(keeper.mark(), 'NORMAL', keeper.moment(AT))).toBe(0)
  keeper.renew(4_000, ['NORMAL'])
  expect(leaseLeft(keeper.mark(), 'NORMAL', keeper.moment(AT))).toBe(LAW.lease.NORMAL - 1_000)
  expect(leaseLeft(keeper.mark(), 'URGENT', keeper.moment(AT))).toBe(0)
})

test('the hub is in contact for the window after the question that it answered', () => {
  let now = 0
  const keeper = createLeaseKeeper({ boot: 'boot', now: () => now }, LAW, NO_LEASE)
  expect(keeper.inContact()).toBe(false)
  now = 100_000
  keeper.renew(90_000, ['NORMAL'])
  expect(keeper.inContact()).toBe(true)
  now = 90_000 + LAW.contactWindow
  expect(keeper.inContact()).toBe(false)
})

test("the machine's clock names its boot and only runs forward", () => {
  const [one, another] = [openMachineClock(), openMachineClock()]
  const first = one.now()
  expect(one.boot).not.toBe('')
  expect(Number.isSafeInteger(first)).toBe(true)
  expect(another.now()).toBeGreaterThanOrEqual(first)
})
