import type { Chain } from '@lawang/schema/exchange/chain'
import type { ComplaintStatus, Dossier, Grant } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import { handoverRequest } from './case.ts'
import { withDeadline } from './case-act.ts'
import { agencyNameOf, caseCopyOf } from './case-copy.ts'
import { correctedDossier } from './case-under.ts'
import { coordinatorOf } from './competence.ts'
import { statusAfter } from './complaint.ts'
import { type Filing, listingOf } from './filing.ts'
import { knownCompetence } from './handover.ts'
import type { Agency, CaseRecord, EventDraft, Reference } from './model.ts'
import { routedBy, routingOf } from './routing.ts'
import { advance, timelineOf } from './timeline.ts'

/** A case that begins, and the event that tells of it. */
export interface Opening {
  readonly case: CaseRecord
  readonly event: EventDraft
}

export interface OpeningContext {
  readonly complaint: string
  readonly caseId: string
  readonly now: Date
  readonly reference: Reference
}

/** The door's case of a complaint just filed; where the filing asks for a handover, `request` is the event of that. */
export function openAtDoor(filing: Filing, context: OpeningContext): Opening & { readonly request?: EventDraft } {
  const { door, dossier, coordinator, handover, competence } = filing
  const unclocked = newCase({ government: door, door, agency: coordinator, dossier }, context)
  const { record, event } = opened(unclocked, [], context, {
    type: 'FILED',
    data: {
      ...{ status: 'FILED', handledBy: unclocked.agency, agency: unclocked.agency, listing: listingOf(dossier) },
      ...(competence && { routing: routingOf(competence) }),
    },
  })
  const state = { case: record, status: 'FILED' } as const
  return { case: record, event, ...(handover && { request: handoverRequest(handover, state, context) }) }
}

/**
 * The receiver's case of a complaint that is granted to it, with the HANDED_OVER event that it writes. What its last holder
 * has closed stays closed: the case is there for its reporter, who may open it again.
 */
export function openByGrant(grant: Grant, context: OpeningContext): Opening {
  const { door, from, to, reason, chain } = grant
  const dossier = correctedDossier(grant.dossier, chain)
  const agency = receivingAgency({ ...grant, dossier }, context)
  const before: ComplaintStatus = chain.at(-1)?.data.status ?? 'FILED'
  const ended = before === 'CLOSED' || before === 'ARCHIVED' ? before : undefined
  const unclocked = { ...newCase({ government: to, door, agency, dossier }, context), ...(ended && { status: ended }) }
  const status = ended ?? statusAfter(before, 'HANDED_OVER')
  const { record, event } = opened(unclocked, chain, context, {
    type: 'HANDED_OVER',
    data: {
      ...{ status, handledBy: unclocked.agency, agency: unclocked.agency, reason, from, to },
      ...routedBy(unclocked, context),
    },
  })
  return { case: record, event }
}

/** The case under its first deadline, and the event with the copy of it. */
function opened(unclocked: CaseRecord, chain: Chain, context: OpeningContext, draft: EventDraft) {
  const data = { ...draft.data, case: caseCopyOf(unclocked) }
  const event = { type: draft.type, at: context.now.toISOString(), by: unclocked.government, data }
  const timeline = advance(timelineOf(chain), event)
  if (!timeline) throw new Error('a case that begins has a timeline')
  const record = withDeadline(unclocked, timeline, context)
  return { record, event: { type: draft.type, data: { ...data, case: caseCopyOf(record) } } }
}

/**
 * The agency that was asked for, else the one that the rules name here, else the coordinator. A giver with newer
 * reference data may name a category or place that is unknown here: custody is taken nevertheless.
 */
function receivingAgency({ to, agency, door, dossier }: Grant, context: OpeningContext): Agency {
  const { reference } = context
  const asked = agency === undefined ? undefined : reference.agency(agency)
  if (asked?.government === to) return asked
  const { category, location, details } = dossier
  const competence = knownCompetence({ door, category, location, details }, context)
  return competence?.government === to ? competence.agency : coordinatorOf(to, reference)
}

interface NewCase {
  readonly government: GovernmentCode
  readonly door: GovernmentCode
  readonly agency: Agency
  readonly dossier: Dossier
}

function newCase({ government, door, agency, dossier }: NewCase, context: OpeningContext): CaseRecord {
  const { complaint, caseId: id, now } = context
  const { kind, title, body, category, location, details, anonymous, confidential } = dossier
  return {
    id,
    status: 'OPEN',
    openedAt: now,
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
    anonymous,
    confidential,
  }
}
