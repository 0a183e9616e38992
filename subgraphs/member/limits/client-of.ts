import type { IncomingMessage } from 'node:http'
import { CLIENT_FIELD } from '@lawang/trust/http/coverage'
import { clientAddress, networkOf } from '@lawang/trust/limits/client-address'
import type { PseudonymOf } from '@lawang/trust/limits/pseudonyms'

/**
 * By what a request's network is counted; undefined for the machine itself. A gateway names it in what it signs: only call
 * this for a request whose signature, if it has one, was taken.
 */
export type ClientOf = (request: IncomingMessage) => string | undefined

/** `proxies` is how many of our own stand before this server; `now` is in milliseconds. */
export function clientsOf(proxies: number, nameOf: PseudonymOf, now: () => number): ClientOf {
  return (request) => {
    const { headers } = request
    if (headers.signature !== undefined) {
      const named = headers[CLIENT_FIELD]
      return typeof named === 'string' ? `through a gateway: ${named.slice(0, 64)}` : undefined
    }
    const network = networkOf(clientAddress(request, proxies))
    return network === undefined ? undefined : nameOf(network, now())
  }
}
