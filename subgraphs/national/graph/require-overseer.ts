import type { Actor } from '@lawang/member/domain/model'
import { Refusal } from '@lawang/schema/errors'

/** The watch names governments to those who oversee them all. Refuses UNAUTHENTICATED and FORBIDDEN. */
export function requireOverseer(actor: Actor): void {
  if (actor.kind === 'public') throw new Refusal('UNAUTHENTICATED', undefined, { reason: 'MISSING' })
  const isOverseer = actor.kind === 'person' && (actor.role === 'overseer' || actor.role === 'national-admin')
  if (!isOverseer) throw new Refusal('FORBIDDEN', 'This is for overseers and national administrators.')
}
