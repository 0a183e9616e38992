import type { Custody } from '@lawang/schema/exchange/custody'
import { caseUnder } from '../domain/case-under.ts'
import { dueActs } from '../domain/due.ts'
import { belongsElsewhere } from '../domain/handover.ts'
import { warnAt } from '../domain/light.ts'
import type { CaseRecord, Reference } from '../domain/model.ts'
import { type Timeline, timelineOf } from '../domain/timeline.ts'
import { endCases, writeCase } from '../store/case-files.ts'
import type { Transaction } from '../store/database.ts'

/**
 * Brings a government's cases up to its custody: the one that its last event tells of is as the event says, and every
 * other has ended. So a complaint that is granted anew to who has it goes on in the same case.
 */
export async function showCase(
  tx: Transaction,
  before: Custody | undefined,
  after: Custody,
  reference: Reference,
): Promise<void> {
  const [former, current] = [before && caseUnder(before), caseUnder(after)]
  const tip = after.chain.at(-1)
  if (!tip) return
  const updatedAt = new Date(tip.at)
  const isAnother = former?.record.id !== current?.record.id
  if (before && isAnother) await endCases(tx, after, current?.record.id, updatedAt)
  if (!current || !(isAnother || before?.chain !== after.chain)) return
  const timeline = timelineOf(after.chain)
  if (!timeline) throw new Error(`${after.complaint} has a case without a timeline`)
  const { record, dossier } = current
  const alarms = alarmsOf(record, timeline, reference)
  await writeCase(tx, record, { epoch: after.standing.epoch, dossier, updatedAt, timeline, ...alarms })
}

/** When somebody is to be reminded of a case, and when its clocks do something by themselves. */
export function alarmsOf(record: CaseRecord, timeline: Timeline, reference: Reference) {
  const { status, deadline, government } = record
  const elsewhere = belongsElsewhere(record, reference)
  return {
    dueAt: dueActs(timeline, { status, elsewhere }, reference)[0]?.at,
    warnAt: deadline && warnAt(deadline, government, reference),
  }
}
