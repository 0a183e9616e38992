import type { Routing } from '@lawang/schema/exchange/messages'
import { agencyNameOf } from './case-copy.ts'
import type { RulesContext } from './competence.ts'
import { knownCompetence, type RoutedFacts } from './handover.ts'
import type { CompetenceDecision } from './model.ts'

/** The copy of a decision that an event keeps. */
export function routingOf({ government, agency, rule, table, definite }: CompetenceDecision): Routing {
  const { id, category, citation } = rule
  return { rule: id, table, category, citation, definite, to: government, agency: agencyNameOf(agency) }
}

/** What an event keeps of the rules' decision over a case as it stands; nothing while they cannot decide. */
export function routedBy(record: RoutedFacts, context: RulesContext): { readonly routing?: Routing } {
  const competence = knownCompetence(record, context)
  return competence ? { routing: routingOf(competence) } : {}
}
