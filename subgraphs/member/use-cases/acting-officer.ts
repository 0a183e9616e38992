import type { Actor } from '../domain/model.ts'
import { writeCaseAct } from '../mandates/case-act-log.ts'
import { requireStanding } from '../mandates/standing.ts'
import { confineWrites } from '../store/confine-writes.ts'
import type { Custodies } from './in-custody.ts'
import type { Surroundings } from './surroundings.ts'

/** Writes down, in the same transaction, who did this on the case and under which decree. */
export type NoteAct = (act: string, caseId: string) => Promise<void>

/**
 * Asks for the officer's decree in force, and has the database refuse what is not the officer's own; every act on a case
 * does, once the custody is locked. Refuses NO_MANDATE.
 */
export async function actingOfficer(
  { tx, now }: Pick<Custodies, 'tx' | 'now'>,
  { mandates }: Surroundings,
  actor: Actor,
): Promise<NoteAct> {
  if (actor.kind !== 'person') throw new Error('Somebody acts on a case who is no person')
  confineWrites(tx, actor)
  const at = new Date(now.at)
  const standing = await requireStanding(tx, mandates, actor, at)
  return (act, caseId) => writeCaseAct(tx, { act, caseId, at }, actor, standing)
}
