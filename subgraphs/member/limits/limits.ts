import { Refusal } from '@lawang/schema/errors'
import type { GovernmentCode } from '@lawang/schema/region'
import type { PseudonymOf } from '@lawang/trust/limits/pseudonyms'
import { createRateLimit, type RateLimit } from '@lawang/trust/limits/rate'
import { accountOf } from '../domain/account.ts'
import type { Actor } from '../domain/model.ts'
import type { FilingRates } from '../settings/entrance.ts'
import { createReusedKeys, type ReusedKeys } from './reused-keys.ts'

/** Who asks, as far as it is counted: `network` is a pseudonym, undefined for the machine itself. */
export interface Asker {
  readonly network: string | undefined
  readonly actor: Actor
}

/** How often strangers may do what costs a government something, or tells them something. `now` is in milliseconds. */
export interface Limits {
  /** Counts a complaint that is filed. Throws RATE_LIMITED: by network or, with a token, by person, and by door. */
  file(asker: Asker, door: GovernmentCode | undefined, now: number): void
  /** Counts somebody in among the followers of a complaint. Throws RATE_LIMITED: by network or, with a token, by person. */
  follow(asker: Asker, now: number): void
  /**
   * Throws RATE_LIMITED to a network that has asked for too many ids that there are not: also for those that there are,
   * since otherwise the refusal would tell them apart.
   */
  lookUp(asker: Asker, now: number): void
  /** Counts ids that there are not. */
  countUnknown(asker: Asker, ids: number, now: number): void
  readonly keys: ReusedKeys
  /** Counts a wrong secret. Throws RATE_LIMITED in place of its refusal; the right secret is never counted. */
  countWrongSecret(asker: Asker, now: number): void
}

const HOUR_S = 3_600
const QUARTER_S = 900
/** Of ids that are written off paper some are misread: their check character finds most of them before this counts. */
const UNKNOWN_IDS = { perSecond: 100 / QUARTER_S, burst: 100 }
const WRONG_SECRETS = { perSecond: 30 / QUARTER_S, burst: 30 }

/** Keeps what it counts by in memory, as pseudonyms. */
export function createLimits(filings: FilingRates, nameOf: PseudonymOf): Limits {
  const byNetwork = hourly(filings.network)
  const byPerson = hourly(filings.person)
  const byDoor = hourly(filings.door)
  const followers = { network: hourly(filings.network), person: hourly(filings.person) }
  const unknownIds = createRateLimit(UNKNOWN_IDS)
  const wrongSecrets = createRateLimit(WRONG_SECRETS)
  return {
    keys: createReusedKeys(nameOf),
    file({ network, actor }, door, now) {
      const isPerson = actor.kind === 'person'
      if (isPerson) refuse(byPerson?.take(nameOf(accountOf(actor), now), now))
      else if (network !== undefined) refuse(byNetwork?.take(network, now))
      if (door !== undefined) refuse(byDoor?.take(door, now))
    },
    follow({ network, actor }, now) {
      if (actor.kind === 'person') refuse(followers.person?.take(nameOf(accountOf(actor), now), now))
      else if (network !== undefined) refuse(followers.network?.take(network, now))
    },
    lookUp({ network, actor }, now) {
      if (network !== undefined && actor.kind === 'public') refuse(unknownIds.wait(network, now))
    },
    countUnknown({ network, actor }, ids, now) {
      if (network === undefined || actor.kind !== 'public') return
      for (let counted = 0; counted < ids; counted++) unknownIds.take(network, now)
    },
    countWrongSecret({ network }, now) {
      if (network !== undefined) refuse(wrongSecrets.take(network, now))
    },
  }
}

/** A whole hour's number may come at once; 0 sets no limit. */
function hourly(perHour: number): RateLimit | undefined {
  return perHour === 0 ? undefined : createRateLimit({ perSecond: perHour / HOUR_S, burst: perHour })
}

function refuse(retryAfter: number | undefined): void {
  if (retryAfter !== undefined) throw new Refusal('RATE_LIMITED', undefined, { retryAfter })
}
