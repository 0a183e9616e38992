import { hash } from 'node:crypto'
import { Refusal } from '@lawang/schema/errors'
import { networkOf } from '@lawang/trust/limits/client-address'
import { createRateLimit, type RateSettings } from '@lawang/trust/limits/rate'
import { Lru } from '../plan/lru.ts'

/** Who asks, as far as the gateway can tell: tokens are verified by the members. */
export interface Client {
  readonly address: string
  readonly authorization: string | undefined
}

/** Lets a client's next operation through, or throws RATE_LIMITED with `retryAfter` in seconds. */
export type Admit = (client: Client) => void

/** People behind one address, an office or a village's network, share it: it may ask for so many times as much. */
const ADDRESS_SHARE = 10
/** Digests of tokens that are remembered: who asks once asks again. */
const DIGESTS = 5_000
/** In characters: longer headers than this are digested each time, and not kept. */
const LONGEST_KEPT = 2_048

/**
 * Counts by the bearer token, where there is one, and by the address always, of IPv6 by its network, since whoever has one
 * address of that has all: nobody gets further by making tokens up, and
 * nobody can use up what belongs to somebody else's token without having it. `onRefused` is told of each refusal.
 */
export function createAdmission(settings: RateSettings, now: () => number, onRefused: () => void): Admit {
  const clients = createRateLimit(settings)
  const addresses = createRateLimit({
    perSecond: settings.perSecond * ADDRESS_SHARE,
    burst: settings.burst * ADDRESS_SHARE,
  })
  const digests = new Lru<string>(DIGESTS)
  const digestOf = (authorization: string): string => {
    const known = digests.get(authorization)
    if (known !== undefined) return known
    const digest = hash('sha256', authorization, 'base64')
    if (authorization.length <= LONGEST_KEPT) digests.set(authorization, digest)
    return digest
  }
  return ({ address, authorization }) => {
    const at = now()
    const network = networkOf(address) ?? address
    const clientOf = () => (authorization === undefined ? network : digestOf(authorization))
    const retryAfter = addresses.take(network, at) ?? clients.take(clientOf(), at)
    if (retryAfter === undefined) return
    onRefused()
    throw new Refusal('RATE_LIMITED', undefined, { retryAfter })
  }
}
