import { complaintsOf, dueComplaints } from './find-complaints.ts'
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
    if (owesConfirmed) while (await confirmPage(writer, name));
  }
}

/** One page of what ends a member's quarantine. Returns whether there is more. */
async function confirmPage(writer: Writer, member: string): Promise<boolean> {
  return writer.commit(async (desk) => {
    const { parties, law } = desk.state()
    const party = parties.get(member)
    if (!party?.owesConfirmed || !party.reported) return false
    const found = await complaintsOf(desk.sql, party.governments, party.confirmedTo ?? '', law.reportPage + 1)
    const last = found.length <= law.reportPage
    await desk.step({ type: 'Confirm', member, complaints: found.slice(0, law.reportPage), last })
    return !last
  })
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
