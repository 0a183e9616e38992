import { isAllowed } from '@lawang/member/access/policy'
import type { Actor } from '@lawang/member/domain/model'
import { Refusal } from '@lawang/schema/errors'
import { NATION } from '@lawang/schema/region'

/** The watch names governments to those who oversee them all. Refuses UNAUTHENTICATED and FORBIDDEN. */
export function requireOverseer(actor: Actor): void {
  if (isAllowed(actor, 'readWatch', { government: NATION })) return
  if (actor.kind === 'public') throw new Refusal('UNAUTHENTICATED', undefined, { reason: 'MISSING' })
  throw new Refusal('FORBIDDEN', 'This is for overseers and national administrators.')
}
