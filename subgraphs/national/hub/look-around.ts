import { dueComplaints } from './find-complaints.ts'
import type { Writer } from './writer.ts'

/** Complaints that one transaction looks at. */
const BATCH = 100

/**
 * What the hub does by itself: commits its clock, looks at every complaint that time or contact has made due, ends a
 * recovery when all is settled, and then the quarantine of members that were restored.
 */
export async function lookAround(writer: Writer): Promise<void> {
  while (await advanceDue(writer));
  const { hub } = await writer.memory()
  if (hub.recovery) await writer.commit((desk) => desk.step({ type: 'EndRecovery' }))
  const { hub: after, parties } = await writer.memory()
  if (after.recovery) return
  for (const { name, owesConfirmed } of parties.values()) {
    if (owesConfirmed) await writer.commit((desk) => desk.step({ type: 'Confirm', member: name }))
  }
}

/** Returns whether anything has changed: then there may be more to do. */
async function advanceDue(writer: Writer): Promise<boolean> {
  return writer.commit(async (desk) => {
    const due = await dueComplaints(desk.sql, desk.state(), desk.now, BATCH)
    await desk.prepare(due)
    for (const complaint of due) await desk.step({ type: 'Advance', complaint })
    return desk.changes().length > 0
  })
}
