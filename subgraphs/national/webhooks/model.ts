import type { RegionCode } from '@lawang/schema/region'

export const WEBHOOK_STATES = ['ACTIVE', 'FAILING', 'STOPPED'] as const

/** Where an integrator wants events sent. */
export interface Webhook {
  readonly id: string
  /** The account that registered it: the subject of its token, with the issuer where that speaks for some governments only. */
  readonly owner: string
  readonly url: string
  /** Only events of that government or anything under it. */
  readonly region?: RegionCode
  readonly category?: string
  readonly createdAt: Date
  /** The cursor of the feed up to which everything has been delivered. */
  readonly after: string
  /** How many deliveries were taken. */
  readonly delivered: number
  readonly standing:
    | { readonly state: 'ACTIVE' }
    /** Its receiver takes nothing at present; it is tried again. */
    | { readonly state: 'FAILING'; readonly since: Date }
    /** Nothing is tried until its owner says so. */
    | { readonly state: 'STOPPED'; readonly at: Date }
}
