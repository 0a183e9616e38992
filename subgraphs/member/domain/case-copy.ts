import type { AgencyName, CaseCopy } from '@lawang/schema/exchange/messages'
import type { Agency, CaseSummary } from './model.ts'

/** The copy of a case that goes with events. */
export function caseCopyOf({ id, status, openedAt, deadline, agency }: CaseSummary): CaseCopy {
  return {
    id,
    status,
    openedAt: openedAt.toISOString(),
    ...(deadline ? { deadline: { at: deadline.at.toISOString(), clock: deadline.clock } } : {}),
    agency: agencyNameOf(agency),
  }
}

/** What an event's copy says of the case. */
export function caseSummaryOf({ id, status, openedAt, deadline, agency }: CaseCopy): CaseSummary {
  return {
    id,
    status,
    openedAt: new Date(openedAt),
    ...(deadline ? { deadline: { at: new Date(deadline.at), clock: deadline.clock } } : {}),
    agency,
  }
}

/** Only the name: an agency's other data does not travel with events. */
export function agencyNameOf({ id, name, shortName }: Agency | AgencyName): AgencyName {
  return { id, name, shortName }
}
