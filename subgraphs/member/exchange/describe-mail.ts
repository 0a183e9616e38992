import type { Custody } from '@lawang/schema/exchange/custody'
import type { ChainEvent, EventData, Grant, MailMessage } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import { agencyNameOf } from '../domain/case-copy.ts'
import { coordinatorOf } from '../domain/competence.ts'
import { deriveCaseId } from '../domain/identifiers.ts'
import type { Reference } from '../domain/model.ts'
import { openByGrant } from '../domain/opening.ts'

export interface DescribeContext {
  readonly reference: Reference
  readonly doorKey: Uint8Array
  readonly now: Date
}

/** What the event says that reading a message may write: the case that a grant opens or goes on with, as it is then. */
export function describeMail(message: MailMessage, row: Custody | undefined, context: DescribeContext): EventData {
  if (message.type === 'Grant') return describeGrant(message, context)
  const government = message.type === 'Confirmed' ? '00' : message.government
  return asItWas(row?.chain.at(-1), government, context.reference)
}

/** A government that had the complaint last goes on in its case; whoever has not opens one. */
function describeGrant(grant: Grant, { reference, doorKey, now }: DescribeContext): EventData {
  const { complaint, to, epoch, chain } = grant
  const tip = chain.at(-1)
  if (tip?.by === to) return asItWas(tip, to, reference)
  const caseId = deriveCaseId(doorKey, { government: to, complaint, epoch })
  return openByGrant(grant, { complaint, caseId, now, reference }).event.data
}

/** Nothing has changed since the last event; where there is none, the government's coordinator handles it. */
function asItWas(tip: ChainEvent | undefined, government: GovernmentCode, reference: Reference): EventData {
  if (!tip) return { status: 'FILED', handledBy: agencyNameOf(coordinatorOf(government, reference)) }
  const { status, handledBy, case: copy } = tip.data
  return { status, handledBy, ...(copy && { case: copy }) }
}
