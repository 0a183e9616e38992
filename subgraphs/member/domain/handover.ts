import { Refusal } from '@lawang/schema/errors'
import { parseId } from '@lawang/schema/id'
import { type GovernmentCode, governmentOf, isRegionCode, parentGovernment } from '@lawang/schema/region'
import { decideCompetence, type RulesContext } from './competence.ts'
import type { CaseRecord, CompetenceDecision, Reference } from './model.ts'
import { findPlace } from './place.ts'

/** A wish to hand a complaint to another government; `agency` is an agency there, where one was named. */
export interface HandoverWish {
  readonly to: GovernmentCode
  readonly agency?: string
  readonly reason: string
}

/** What the rules decide a case's government by. */
export type RoutedFacts = Pick<CaseRecord, 'door' | 'category' | 'location' | 'details'>

/** The same, with the government that has the case. */
export type CompetenceFacts = RoutedFacts & Pick<CaseRecord, 'government'>

export type HandoverTarget = Pick<HandoverWish, 'to' | 'agency'>

/**
 * Where a case is to be handed: to the government or agency that was named; without one, to whom the competence rules
 * name, else to the tier above. Refuses INVALID_HANDOVER_TARGET, UNKNOWN_AGENCY, WRONG_ID_KIND, BAD_USER_INPUT.
 */
export function handoverTarget(to: string | undefined, record: CaseRecord, context: RulesContext): HandoverTarget {
  const target = to === undefined ? targetByRules(record, context) : readTarget(to, context.reference)
  if (target.to === record.government) {
    throw new Refusal(
      'INVALID_HANDOVER_TARGET',
      'The complaint is with this government already. Use assignCase to give it to another agency here.',
    )
  }
  return target
}

function targetByRules(record: CaseRecord, context: RulesContext): HandoverTarget {
  const competence = competenceOver(record, context)
  if (competence && competence.government !== record.government) {
    return { to: competence.government, agency: competence.agency.id }
  }
  const above = parentGovernment(record.government)
  if (above === undefined) {
    throw new Refusal(
      'INVALID_HANDOVER_TARGET',
      'There is no tier above the nation. Name a government or agency in "to".',
    )
  }
  return { to: above }
}

/** Who is competent for a case as it stands; undefined while it has no category. */
function competenceOver(record: RoutedFacts, context: RulesContext): CompetenceDecision | undefined {
  const { category, location, door, details } = record
  return category === undefined
    ? undefined
    : decideCompetence({ category, location: location ?? door, details }, context)
}

/** As the rules decide, but that a category or place which only newer reference data knows says nothing. */
export function knownCompetence(record: RoutedFacts, context: RulesContext): CompetenceDecision | undefined {
  const { reference } = context
  const { category, location, door } = record
  if (category === undefined || !reference.category(category) || !findPlace(location ?? door, reference)) {
    return undefined
  }
  return competenceOver(record, context)
}

/** Whether the rules give a case to another government. */
export function belongsElsewhere(record: CompetenceFacts, context: RulesContext): boolean {
  const competence = knownCompetence(record, context)
  return competence !== undefined && competence.government !== record.government
}

function readTarget(to: string, reference: Reference): HandoverTarget {
  if (isRegionCode(to)) {
    if (governmentOf(to) !== to || !reference.region(to)) throw new Refusal('INVALID_HANDOVER_TARGET')
    return { to }
  }
  const parsed = parseId(to)
  if (parsed.form === 'malformed') {
    throw new Refusal('BAD_USER_INPUT', '"to" is neither the code of a government nor the id of an agency.', {
      field: 'to',
    })
  }
  if (parsed.kind !== 'agency') throw new Refusal('WRONG_ID_KIND')
  const agency = reference.agency(parsed.id)
  if (!agency) throw new Refusal('UNKNOWN_AGENCY')
  return { to: agency.government, agency: agency.id }
}
