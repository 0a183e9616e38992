import type { Actor } from '../domain/model.ts'

/** The account that acts, as it is noted beside what it did. */
export function subjectOf(actor: Actor): string {
  return actor.kind === 'person' ? actor.subject : actor.kind
}
