import type { Custody } from '@lawang/schema/exchange/custody'
import { complaintAtDoor } from '../domain/complaint-at-door.ts'
import type { ComplaintRecord, JourneyStep } from '../domain/model.ts'
import { commonStart } from '../store/chains.ts'
import { insertComplaint, updateComplaint } from '../store/complaints.ts'
import type { Transaction } from '../store/database.ts'
import type { UnnumberedEvent } from '../store/log.ts'

/** Brings the door's public record up to its custody, and gives what the door's feed shows of the new events. */
export async function showAtDoor(
  tx: Transaction,
  before: Custody | undefined,
  after: Custody,
): Promise<readonly UnnumberedEvent[]> {
  const { record, steps } = complaintAtDoor(after)
  await (before ? updateComplaint(tx, record) : insertComplaint(tx, record, after.dossier))
  const known = before ? commonStart(before.chain, after.chain) : 0
  return steps.filter(({ seq }) => seq >= known).map(({ record: then, step }) => feedEventOf(then, step))
}

/**
 * The feed's row of a step. The title of a confidential complaint stays out of it; reasons are there for the reporter who
 * shows the receipt's secret: the graph hides them from everybody else.
 */
export function feedEventOf(complaint: ComplaintRecord, step: JourneyStep): UnnumberedEvent {
  const { id, door, holder, category, handledBy, title, confidential } = complaint
  const { sequence, epoch, type, at, status, reason, from, to } = step
  return {
    complaint: id,
    sequence,
    epoch,
    type,
    at,
    status,
    reason,
    from,
    to,
    door,
    holder,
    category,
    handledBy,
    confidential,
    ...(confidential ? {} : { title }),
  }
}
