import type { Channel } from '@lawang/schema/exchange/messages'
import type { GovernmentCode, RegionCode } from '@lawang/schema/region'

/** A way by which complaints come to a door beside its own front ends: another system, a number, a kiosk. */
export interface RegisteredChannel {
  readonly id: string
  readonly door: GovernmentCode
  readonly channel: Channel
  readonly name: string
  /** The agency that opened it. */
  readonly agency?: string
  /** Where people find it. */
  readonly place?: RegionCode
  /** The subject of the token that it files with. */
  readonly account: string
  readonly openedAt: Date
  readonly closedAt?: Date
}

/** A channel with what has come through it. */
export interface CountedChannel extends RegisteredChannel {
  readonly filed: number
}

/** A channel as it is sent to be registered: texts not yet checked against anything. */
export interface NewChannel {
  readonly door: GovernmentCode
  readonly channel: Channel
  readonly name: string
  readonly agency?: string
  readonly place?: string
  readonly account: string
}
