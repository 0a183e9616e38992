import type { IncomingMessage } from 'node:http'

/**
 * Where a request comes from. `proxies` is how many of our own stand before the gateway: each adds to X-Forwarded-For the
 * address that it was asked by, so that only the last ones of that list are known to be true.
 */
export function clientAddress(request: IncomingMessage, proxies: number): string {
  const asked = request.socket.remoteAddress ?? ''
  if (proxies === 0) return asked
  const { 'x-forwarded-for': header } = request.headers
  const forwarded = String(header ?? '')
    .split(',')
    .map((address) => address.trim())
  return forwarded.at(-proxies) || asked
}
