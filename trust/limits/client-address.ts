import type { IncomingMessage } from 'node:http'

/**
 * Where a request comes from. `proxies` is how many of our own stand before the server: each adds to X-Forwarded-For the
 * address that it was asked by, so that only the last ones of that list are known to be true.
 */
export function clientAddress(request: IncomingMessage, proxies: number): string {
  const asked = request.socket.remoteAddress ?? ''
  if (proxies === 0) return asked
  const { 'x-forwarded-for': header } = request.headers
  const forwarded = String(header ?? '')
    .split(',')
    .map((address) => address.trim())
  return withoutPort(forwarded.at(-proxies) || asked)
}

/**
 * What is counted as one client: an IPv4 address; of an IPv6 address the network (/64), since whoever has one address of it
 * has all. Undefined for the machine itself: there stands what its operator has put there.
 */
export function networkOf(address: string): string | undefined {
  const v4 = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)?.[1]
  if (v4 !== undefined) return v4.startsWith('127.') ? undefined : v4
  if (address === '::1' || address === '') return undefined
  return address.includes(':') ? `${groupsOf(address).slice(0, 4).join(':')}::/64` : address
}

/** Some proxies write the port of the connection behind the address: with it, every connection would be another client. */
function withoutPort(address: string): string {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([\d.]+))(?::\d{1,5})?$/.exec(address) ?? []
  return bracketed ?? plain ?? address
}

/** The eight groups of an IPv6 address, without leading zeros and zone. */
function groupsOf(address: string): readonly string[] {
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::')
  const groups = (text: string | undefined) =>
    (text ? text.split(':') : []).map((group) => group.replace(/^0+(?=.)/, ''))
  const before = groups(head)
  if (tail === undefined) return before
  const after = groups(tail)
  return [...before, ...Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0'), ...after]
}
