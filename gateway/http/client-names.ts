import type { IncomingMessage } from 'node:http'
import { clientAddress, networkOf } from '@lawang/trust/limits/client-address'
import { createPseudonyms } from '@lawang/trust/limits/pseudonyms'

/**
 * What members are told of where a request comes from, so that they can count: a pseudonym of the client's network, which
 * they can neither read nor keep comparing. Undefined for the machine itself.
 */
export type NameClient = (request: IncomingMessage) => string | undefined

/** `proxies` is how many of our own stand before the gateway; `now` is in milliseconds. */
export function clientNames(proxies: number, now: () => number): NameClient {
  const nameOf = createPseudonyms()
  return (request) => {
    const network = networkOf(clientAddress(request, proxies))
    return network === undefined ? undefined : nameOf(network, now())
  }
}
