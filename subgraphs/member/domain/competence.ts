import { Refusal } from '@lawang/schema/errors'
import type { Detail } from '@lawang/schema/exchange/messages'
import { governmentOf, liesUnder, NATION, type RegionCode } from '@lawang/schema/region'
import { civilDayOf } from './civil-day.ts'
import type { Agency, CompetenceDecision, CompetenceRule, CompetenceRules, Reference } from './model.ts'
import { findPlace, JAKARTA } from './place.ts'

/** What the rules decide by. They change with the day: a table takes force on the day that its register names. */
export interface RulesContext {
  readonly reference: Reference
  readonly now: Date
}

export interface CompetenceQuestion {
  readonly category: string
  /** The place that it is about: any region code. */
  readonly location: RegionCode
  readonly details: readonly Detail[]
}

/** The kind that holds what villages do themselves: villages are no governments here. */
const VILLAGE_OVERSEER = 'dpmd'

/**
 * Who is competent for a complaint of this category at this place. Of the category's rules the first whose detail
 * was given decides, else its default. `definite` is false where the rule says so, where several rules match and
 * disagree, and where the place is too wide to tell the agency: then a person confirms. The rules are those in force on
 * the nation's day of the decision.
 * Refuses UNKNOWN_CATEGORY and UNKNOWN_LOCATION; every other question has an answer that names an agency.
 */
export function decideCompetence(question: CompetenceQuestion, { reference, now }: RulesContext): CompetenceDecision {
  const place = findPlace(question.location, reference)
  if (!place) throw new Refusal('UNKNOWN_LOCATION')
  const rules = reference.rulesOn(civilDayOf(now, NATION))
  const { rule, agreed } = chooseRule(question, rules)
  const table = rules.table.version
  const competent = competentAgency(rule, place.code, reference)
  if (competent) {
    return { government: competent.government, agency: competent, rule, table, definite: rule.definite && agreed }
  }
  const coordinator = coordinatorOf(governmentOf(place.code) ?? NATION, reference)
  return { government: coordinator.government, agency: coordinator, rule, table, definite: false }
}

/** The agency that takes what no rule gives to another: every government has one. */
export function coordinatorOf(government: string, reference: Reference): Agency {
  const coordinator = reference.agenciesOf(government).find((agency) => agency.coordinator)
  if (!coordinator) throw new Refusal('UNKNOWN_JURISDICTION')
  return coordinator
}

function chooseRule({ category, details }: CompetenceQuestion, inForce: CompetenceRules) {
  const rules = inForce.of(category)
  const fallback = rules.at(-1)
  if (!fallback) throw new Refusal('UNKNOWN_CATEGORY')
  const matching = rules.filter(
    (rule) => rule.detail && details.some(({ key, value }) => key === rule.detail?.key && value === rule.detail.value),
  )
  const rule = matching[0] ?? fallback
  const agreed = matching.every((other) => other.tier === rule.tier && other.agencyKind === rule.agencyKind)
  return { rule, agreed }
}

/** Undefined where the place does not lie in a government of the rule's tier, or not in one such agency's area. */
function competentAgency(rule: CompetenceRule, place: RegionCode, reference: Reference): Agency | undefined {
  const government = competentGovernment(rule, place)
  if (government === undefined) return undefined
  const kind = rule.tier === 'VILLAGE' ? VILLAGE_OVERSEER : rule.agencyKind
  const seated = reference
    .agenciesOf(government)
    .filter((agency) => agency.kind === kind && (agency.region === government || liesUnder(place, agency.region)))
  return seated[0]
}

function competentGovernment(rule: CompetenceRule, place: RegionCode): string | undefined {
  switch (rule.tier) {
    case 'NATIONAL':
      return NATION
    case 'PROVINCIAL':
      return governmentOf(place, 'PROVINCIAL')
    case 'REGENCY':
    case 'DISTRICT':
    case 'VILLAGE':
      return governmentOf(place, 'REGENCY') ?? (liesUnder(place, JAKARTA) ? JAKARTA : undefined)
  }
}
