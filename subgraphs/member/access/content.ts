import type { GovernmentCode } from '@lawang/schema/region'
import type { Actor } from '../domain/model.ts'
import { isAllowed } from './policy.ts'

/** What decides who may read a complaint's content: title, body, answers and reasons. */
export interface ContentFacts {
  readonly confidential: boolean
  readonly door: GovernmentCode
  readonly holder: GovernmentCode
  /** The id of the agency that handles it. */
  readonly handledBy: string
}

/**
 * Whether the actor may read the content. What is not confidential, all may. Of a confidential complaint: whoever
 * shows the receipt's secret, the coordinators of its door and its holder, and the operators of the agency that
 * handles it. Status and journey are public in any case.
 */
export function mayReadContent(actor: Actor, facts: ContentFacts, secretMatches: boolean): boolean {
  if (!facts.confidential) return true
  return [facts.door, facts.holder].some((government) =>
    isAllowed(actor, 'readConfidential', { government, agency: facts.handledBy, secretShown: secretMatches }),
  )
}
