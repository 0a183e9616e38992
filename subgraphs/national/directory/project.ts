import { civilDayOf } from '@lawang/member/domain/civil-day'
import { relationsIn } from '@lawang/member/domain/relations'
import type { FeedEvent } from '@lawang/member/ports'
import {
  type AgencyName,
  type ChainEvent,
  type ComplaintKind,
  type ComplaintStatus,
  EVENT_TYPES,
  type EventType,
  type Listing,
} from '@lawang/schema/exchange/messages'
import type { Register } from '@lawang/schema/exchange/register'
import type { GovernmentCode, RegionCode } from '@lawang/schema/region'

/** A complaint as the directory lists it. Instants are ISO 8601 in UTC. */
export interface Listed {
  readonly complaint: string
  readonly door: GovernmentCode
  readonly holder: GovernmentCode
  readonly kind: ComplaintKind
  /** Absent when the complaint is confidential. */
  readonly title?: string
  readonly category?: string
  readonly location?: RegionCode
  readonly status: ComplaintStatus
  readonly confidential: boolean
  readonly filedAt: string
  /** The day that recaps count: of the letter, else of the filing on the door's calendar. */
  readonly receivedOn: string
  readonly handledBy: AgencyName
  /** The complaint that it was split off. */
  readonly parent?: string
  /** The cluster that it is in. */
  readonly cluster?: string
}

/** What the events of a chain have made of the complaint, up to and with the last of them. */
interface Content {
  readonly kind: ComplaintKind
  readonly title?: string
  readonly category?: string
}

/** A register's row in the directory; none while the hub has only heard of the complaint and has no chain of it. */
export function listingOf({ complaint, door, holder, chain }: Register): Listed | undefined {
  const ends = endsOf(chain)
  if (!ends) return undefined
  const { listing, last } = ends
  const { parent, cluster } = relationsIn(chain)
  return {
    complaint,
    door,
    holder,
    ...contentAfter(listing, chain),
    ...(listing.location === undefined ? {} : { location: listing.location }),
    status: last.data.status,
    confidential: listing.confidential,
    filedAt: listing.filedAt,
    receivedOn: listing.receivedAt ?? civilDayOf(new Date(listing.filedAt), door),
    handledBy: last.data.handledBy,
    ...(parent !== undefined && { parent }),
    ...(cluster !== undefined && { cluster }),
  }
}

/** What statistics of received complaints count: a report that was split is one, its parts are not counted beside it. */
export function countedOf(register: Register): Listed | undefined {
  const listed = listingOf(register)
  return listed?.parent === undefined ? listed : undefined
}

/**
 * The feed's rows for events that were just added to a chain, numbered as in the public journey. Internal steps have
 * none. The title of a confidential complaint is not among them; its reasons are, for the reporter who shows the
 * receipt's secret: the graph hides them from everybody else.
 */
export function feedEventsOf(
  register: Register,
  appended: readonly ChainEvent[],
): readonly Omit<FeedEvent, 'cursor'>[] {
  const ends = endsOf(register.chain)
  return ends ? appended.filter(isPublic).map((event) => feedEventOf(register, ends.listing, event)) : []
}

function feedEventOf(
  { complaint, door, chain }: Register,
  listing: Listing,
  event: ChainEvent,
): Omit<FeedEvent, 'cursor'> {
  const until = chain.slice(0, event.seq + 1)
  const { confidential } = listing
  const { title, category } = contentAfter(listing, until)
  const { status, handledBy, reason, from, to } = event.data
  return {
    complaint,
    sequence: until.filter(isPublic).length,
    epoch: event.epoch,
    type: publicType(event),
    at: new Date(event.at),
    status,
    ...(reason === undefined ? {} : { reason }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    door,
    holder: event.by,
    ...(category === undefined ? {} : { category }),
    handledBy,
    ...(title === undefined ? {} : { title }),
    confidential,
  }
}

function publicType({ type }: ChainEvent): EventType {
  const shown = EVENT_TYPES.find((publicType) => publicType === type)
  if (shown === undefined) throw new Error(`${type} is no step of the public journey`)
  return shown
}

const PUBLIC_TYPES: ReadonlySet<string> = new Set(EVENT_TYPES)

/** Whether the public journey shows an event. */
function isPublic(event: ChainEvent): boolean {
  return PUBLIC_TYPES.has(event.type)
}

function endsOf(chain: readonly ChainEvent[]): { readonly listing: Listing; readonly last: ChainEvent } | undefined {
  const listing = chain[0]?.data.listing
  const last = chain.at(-1)
  return listing && last ? { listing, last } : undefined
}

function contentAfter(listing: Listing, chain: readonly ChainEvent[]): Content {
  let { kind, title, category } = listing
  for (const { data } of chain) {
    kind = data.kind ?? kind
    title = data.title ?? title
    category = data.category ?? category
  }
  return {
    kind,
    ...(title === undefined || listing.confidential ? {} : { title }),
    ...(category === undefined ? {} : { category }),
  }
}
