import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { clientAddress, networkOf } from './client-address.ts'

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

test.each([
  ['192.0.2.7:4711', '192.0.2.7'],
  ['198.51.100.1, 192.0.2.7', '192.0.2.7'],
  ['[2001:db8::1]:4711', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['2001:db8::1', '2001:db8::1'],
  ['', '127.0.0.1'],
])('of a proxy that writes %j the address is %s, whatever the port', (forwarded, address) => {
  const request = { headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress: '127.0.0.1' } }
  expect(clientAddress(request as unknown as IncomingMessage, 1)).toBe(address)
})
