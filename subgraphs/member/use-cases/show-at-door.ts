import type { ChainEvent } from '@lawang/schema/exchange/messages'
import { caseCopyOf } from '../domain/case-copy.ts'
import { evolveComplaint, journeyOf } from '../domain/complaint.ts'
import type { ComplaintRecord, JourneyStep } from '../domain/model.ts'
import type { Transaction } from '../store/database.ts'
import { ComplaintEntity } from '../store/entities/complaint.ts'
import type { UnnumberedEvent } from '../store/log.ts'
import { toComplaintRecord } from '../store/records.ts'

/**
 * Brings the door's public record up to new events of its chain, and gives what the door's feed shows of them.
 * `before` is the chain that they follow. The door's custody row is locked by the caller.
 */
export async function showAtDoor(
  tx: Transaction,
  complaint: string,
  before: readonly ChainEvent[],
  events: readonly ChainEvent[],
): Promise<readonly UnnumberedEvent[]> {
  const row = await tx.em.findOneOrFail(ComplaintEntity, complaint)
  const shown: UnnumberedEvent[] = []
  let record = toComplaintRecord(row)
  let sequence = journeyOf(before).length
  for (const event of events) {
    record = evolveComplaint(record, event)
    for (const step of journeyOf([event])) {
      sequence += 1
      shown.push(feedEventOf(record, { ...step, sequence }))
    }
  }
  const { status, updatedAt, handledBy, title, kind, holder, epoch } = record
  tx.em.assign(row, {
    status,
    updatedAt,
    handledBy,
    title,
    kind,
    holder,
    epoch,
    category: record.category ?? null,
    currentCase: record.case ? caseCopyOf(record.case) : null,
  })
  return shown
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
