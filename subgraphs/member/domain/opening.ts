import type { ComplaintStatus, Dossier, Grant } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import { handoverRequest } from './case.ts'
import { agencyNameOf, caseCopyOf } from './case-copy.ts'
import { coordinatorOf, decideCompetence } from './competence.ts'
import { statusAfter } from './complaint.ts'
import { clockOf, deadlineOf } from './deadline.ts'
import { type Filing, listingOf } from './filing.ts'
import type { Agency, CaseRecord, EventDraft, Reference } from './model.ts'
import { findPlace } from './place.ts'

/** A case that begins, and the events that tell of it, in order. */
export interface Opening {
  readonly case: CaseRecord
  readonly events: readonly EventDraft[]
}

export interface OpeningContext {
  readonly complaint: string
  readonly caseId: string
  readonly now: Date
  readonly reference: Reference
}

/**
 * The door's case of a complaint just filed, with FILED and, where the filing asks for a handover, HANDOVER_REQUESTED:
 * both are written in the transaction that stores the complaint.
 */
export function openAtDoor(filing: Filing, context: OpeningContext): Opening {
  const { door, dossier, coordinator, handover } = filing
  const record = newCase({ government: door, door, agency: coordinator, dossier }, context)
  const state = { case: record, status: 'FILED' } as const
  const filed: EventDraft = {
    type: 'FILED',
    data: {
      status: 'FILED',
      handledBy: record.agency,
      case: caseCopyOf(record),
      agency: record.agency,
      listing: listingOf(dossier),
    },
  }
  return { case: record, events: handover ? [filed, handoverRequest(handover, state, context.reference)] : [filed] }
}

/** The receiver's case of a complaint that is granted to it, with the HANDED_OVER event that it writes. */
export function openByGrant(grant: Grant, context: OpeningContext): Opening {
  const { door, from, to, reason, dossier } = grant
  const agency = receivingAgency(grant, context.reference)
  const record = newCase({ government: to, door, agency, dossier }, context)
  const before: ComplaintStatus = grant.chain.at(-1)?.data.status ?? 'FILED'
  const handedOver: EventDraft = {
    type: 'HANDED_OVER',
    data: {
      status: statusAfter(before, 'HANDED_OVER'),
      handledBy: record.agency,
      case: caseCopyOf(record),
      agency: record.agency,
      reason,
      from,
      to,
    },
  }
  return { case: record, events: [handedOver] }
}

/** The giver's case once custody has moved: it has ended there, and no clock runs on it. */
export function closeByRelease(record: CaseRecord): CaseRecord {
  return { ...record, status: 'HANDED_OVER', deadline: undefined }
}

/** The content as the holder has corrected it: what goes along when custody moves. */
export function dossierAfter(dossier: Dossier, { kind, title, category }: CaseRecord): Dossier {
  return { ...dossier, kind, title, category }
}

/**
 * The agency that was asked for, else the one that the rules name here, else the coordinator. A giver with newer
 * reference data may name a category or place that is unknown here: custody is taken nevertheless.
 */
function receivingAgency({ to, agency, door, dossier }: Grant, reference: Reference): Agency {
  const asked = agency === undefined ? undefined : reference.agency(agency)
  if (asked?.government === to) return asked
  const { category, location = door, details } = dossier
  if (category !== undefined && reference.category(category) && findPlace(location, reference)) {
    const competence = decideCompetence({ category, location, details }, reference)
    if (competence.government === to) return competence.agency
  }
  return coordinatorOf(to, reference)
}

interface NewCase {
  readonly government: GovernmentCode
  readonly door: GovernmentCode
  readonly agency: Agency
  readonly dossier: Dossier
}

function newCase({ government, door, agency, dossier }: NewCase, context: OpeningContext): CaseRecord {
  const { complaint, caseId: id, now, reference } = context
  const { kind, title, body, category, location, details, confidential } = dossier
  const clock = clockOf('OPEN', kind)
  return {
    id,
    status: 'OPEN',
    openedAt: now,
    deadline: clock && deadlineOf(clock, now, government, reference.calendar),
    agency: agencyNameOf(agency),
    government,
    complaint,
    door,
    kind,
    title,
    body,
    category,
    location,
    details,
    confidential,
  }
}
