import { expect, test } from 'vitest'
import { networkOf } from './client-address.ts'

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:DB8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

test.each(['127.0.0.1', '127.9.9.9', '::ffff:127.0.0.1', '::1', ''])(
  '%s is the machine itself, and is not counted',
  (address) => {
    expect(networkOf(address)).toBeUndefined()
  },
)

test('a header that is no address counts as what it says', () => {
  expect(networkOf('unknown')).toBe('unknown')
})
