import { requireAllowed } from '../access/policy.ts'
import type { Actor } from '../domain/model.ts'
import { groupAlike, MASS } from '../domain/similarity.ts'
import { findCrowded } from '../store/alike-cases.ts'
import type { Surroundings } from './surroundings.ts'

/** Cases that one coordinator may want to merge into the oldest of them. */
export interface MergeSuggestion {
  readonly category: string
  readonly location: string
  /** The ids of cases, oldest first. */
  readonly survivor: string
  readonly duplicates: readonly string[]
}

const DAYS = 90
const DAY = 24 * 60 * 60 * 1000

/**
 * Mass complaints of a government: at least five open cases of one category about one place whose titles are alike. For who
 * may merge them all; refuses UNAUTHENTICATED, FORBIDDEN, NO_MANDATE.
 */
export async function suggestMerges(
  { database, now }: Pick<Surroundings, 'database' | 'now'>,
  government: string,
  actor: Actor,
): Promise<readonly MergeSuggestion[]> {
  requireAllowed(actor, 'merge', { government })
  const since = new Date(now().getTime() - DAYS * DAY)
  const crowded = await findCrowded(database, government, MASS, since)
  return crowded.flatMap(({ category, location, cases }) =>
    groupAlike(cases).map(({ first, others }) => ({
      ...{ category, location, survivor: first.id },
      duplicates: others.map(({ id }) => id),
    })),
  )
}
