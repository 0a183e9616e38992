import { nextEvent as firstEvent, hashOf } from '@lawang/schema/exchange/chain'
import type {
  AgencyName,
  ChainEvent,
  ChainEventType,
  Dossier,
  EventData,
  Filed,
  HandoverRequested,
  Listing,
  Taken,
} from '@lawang/schema/exchange/messages'
import { makeId } from '@lawang/schema/id'
import type { GovernmentCode } from '@lawang/schema/region'

/** Messages as members write them, for tests: chains that hang together, with ids counted up. */

let counter = 0

function nextBytes(): Uint8Array {
  counter += 1
  const bytes = new Uint8Array(10)
  new DataView(bytes.buffer).setUint32(6, counter * 7919)
  return bytes
}

/** A new id on every call. */
export function newId(kind: 'complaint' | 'case' | 'agency', government: GovernmentCode): string {
  return makeId(kind, government, nextBytes)
}

function newEventId(): string {
  counter += 1
  return `event-${counter}`
}

export function agencyOf(government: GovernmentCode, shortName = 'Diskominfo'): AgencyName {
  return { id: newId('agency', government), name: `Dinas ${shortName}`, shortName }
}

export const FILED_AT = '2026-03-17T02:00:00.000Z'

export const PUBLIC_LISTING: Listing = {
  kind: 'COMPLAINT',
  title: 'Lampu jalan padam',
  category: 'energy.electricity',
  anonymous: false,
  confidential: false,
  filedAt: FILED_AT,
}

export const DOSSIER: Dossier = {
  ...PUBLIC_LISTING,
  title: 'Lampu jalan padam',
  body: 'Sudah dua minggu.',
  channel: 'WEB',
  details: [],
  contentHash: 'c'.repeat(64),
}

/** The event after `previous`; by the same government at the same epoch unless said otherwise. */
export function nextEvent(
  previous: ChainEvent,
  type: ChainEventType,
  change: { readonly by?: GovernmentCode; readonly epoch?: number; readonly data?: Partial<EventData> } = {},
): ChainEvent {
  const { status, handledBy } = previous.data
  const fields = {
    id: newEventId(),
    complaint: previous.complaint,
    epoch: change.epoch ?? previous.epoch,
    seq: previous.seq + 1,
    type,
    at: new Date(Date.parse(previous.at) + 1000).toISOString(),
    by: change.by ?? previous.by,
    data: { status, handledBy, ...change.data },
    prevHash: previous.hash,
  }
  return { ...fields, hash: hashOf(fields) }
}

/** A complaint filed at a door, as its member tells it. */
export function filed(door: GovernmentCode, listing: Partial<Listing> = {}): Filed {
  const complaint = newId('complaint', door)
  const { title, ...rest } = { ...PUBLIC_LISTING, ...listing }
  return {
    type: 'Filed',
    complaint,
    epoch: 1,
    door,
    secretHash: 'e'.repeat(64),
    dossier: { ...DOSSIER, ...listing, title: title ?? DOSSIER.title },
    event: firstEvent([], complaint, 1, {
      id: newEventId(),
      type: 'FILED',
      at: rest.filedAt,
      by: door,
      data: {
        status: 'FILED',
        handledBy: agencyOf(door),
        listing: rest.confidential || title === undefined ? rest : { ...rest, title },
      },
    }),
  }
}

/** The holder's request to hand over, after its last event. */
export function handoverRequested(last: ChainEvent, to: GovernmentCode, agency?: string): HandoverRequested {
  const event = nextEvent(last, 'HANDOVER_REQUESTED', { data: { to, reason: 'Bukan kewenangan kami' } })
  return {
    type: 'HandoverRequested',
    complaint: last.complaint,
    epoch: last.epoch,
    request: event.id,
    to,
    ...(agency === undefined ? {} : { agency }),
    reason: 'Bukan kewenangan kami',
    dossier: DOSSIER,
    event,
  }
}

/** The receiver's taking over, after the request's event. */
export function taken(last: ChainEvent, by: GovernmentCode, epoch: number): Taken {
  const agency = agencyOf(by, 'PLN')
  const event = nextEvent(last, 'HANDED_OVER', {
    by,
    epoch,
    data: { from: last.by, to: by, agency, handledBy: agency, reason: 'Bukan kewenangan kami' },
  })
  return { type: 'Taken', complaint: last.complaint, epoch, by, event }
}
