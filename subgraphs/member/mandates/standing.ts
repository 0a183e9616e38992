import { Refusal } from '@lawang/schema/errors'
import type { Actor } from '../domain/model.ts'
import type { Sql } from '../store/database.ts'
import type { MandateBook, MandateRule } from './book.ts'
import { agencyOf, standingAt } from './in-force.ts'
import type { Standing } from './model.ts'
import { readMandatesOf } from './store.ts'

/** What acts are checked by. */
export interface Mandates {
  readonly rule: MandateRule
  readonly book: Pick<MandateBook, 'secretariatOf'>
}

/**
 * As whom the officer acts at this moment, by the database itself: who ends the right waits for the act, or the act for
 * the end. Refuses NO_MANDATE. Undefined where no decree is asked for.
 */
export async function requireStanding(
  sql: Sql,
  { rule, book }: Mandates,
  actor: Actor,
  at: Date,
): Promise<Standing | undefined> {
  if (rule === 'OFF' || actor.kind !== 'person') return undefined
  const agency = agencyOf(actor, (government) => book.secretariatOf(government, at))
  const mandates = agency === undefined ? [] : await readMandatesOf(sql, agency, 'SHARE')
  const { subject, role } = actor
  const standing = agency === undefined ? undefined : standingAt(mandates, { subject, role, agency }, at)
  if (!standing) throw new Refusal('NO_MANDATE')
  return standing
}
