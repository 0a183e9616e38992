import { complaintAtDoor } from '../domain/complaint-at-door.ts'
import type { ComplaintRecord, JourneyStep } from '../domain/model.ts'
import { commonStart } from '../store/chains.ts'
import { insertComplaints, updateComplaints } from '../store/complaints.ts'
import type { CustodyChange } from '../store/custodies.ts'
import type { Transaction } from '../store/database.ts'
import type { UnnumberedEvent } from '../store/log.ts'

/** Brings the doors' public records up to their custodies, and gives what the doors' feed shows of the new events. */
export function showAtDoors(tx: Transaction, changes: readonly CustodyChange[]): readonly UnnumberedEvent[] {
  const atDoors = changes.filter(({ after }) => after.government === after.door)
  const shown = atDoors.map(({ before, after }) => ({ before, after, ...complaintAtDoor(after) }))
  const known = shown.filter(({ before }) => before)
  insertComplaints(
    tx,
    shown.filter(({ before }) => !before).map(({ record, after: { dossier } }) => ({ record, dossier })),
  )
  updateComplaints(
    tx,
    known.map(({ record }) => record),
  )
  return shown.flatMap(({ before, after, steps }) => {
    const told = before ? commonStart(before.chain, after.chain) : 0
    return steps.filter(({ seq }) => seq >= told).map(({ record: then, step }) => feedEventOf(then, step))
  })
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
