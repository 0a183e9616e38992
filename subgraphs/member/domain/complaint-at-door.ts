import { type Custody, knownCustody } from '@lawang/schema/exchange/custody'
import { evolveComplaint, journeyOf } from './complaint.ts'
import type { ComplaintRecord, JourneyStep } from './model.ts'

/** A public step of a complaint, with the door's record as it was then. */
export interface ShownStep {
  readonly seq: number
  readonly step: JourneyStep
  readonly record: ComplaintRecord
}

/** The door's record of a complaint and every step of its journey: all of it follows from the door's custody row. */
export function complaintAtDoor(custody: Custody): {
  readonly record: ComplaintRecord
  readonly steps: readonly ShownStep[]
} {
  const steps: ShownStep[] = []
  let record = asFiled(custody)
  for (const event of custody.chain) {
    record = evolveComplaint(record, event)
    for (const step of journeyOf([event])) {
      steps.push({ seq: event.seq, record, step: { ...step, sequence: steps.length + 1 } })
    }
  }
  // Custody may have moved while the new holder's first event is still on its way.
  return { record: { ...record, ...knownCustody(custody), tip: custody.chain.at(-1)?.hash }, steps }
}

/** The record before anything was done about it. */
function asFiled({ complaint: id, door, dossier, secretHash = '', chain }: Custody): ComplaintRecord {
  const [filed] = chain
  if (!filed) throw new Error(`${id} is at its door without a chain`)
  const { kind, title, body, category, location, details, channel, anonymous, confidential, contentHash } = dossier
  const filedAt = new Date(dossier.filedAt)
  return {
    ...{ id, door, kind, title, body, category, location, details, channel, anonymous, confidential, contentHash },
    status: filed.data.status,
    filedAt,
    ...(dossier.receivedAt !== undefined && { receivedAt: dossier.receivedAt }),
    updatedAt: filedAt,
    holder: door,
    epoch: 1,
    handledBy: filed.data.handledBy,
    secretHash,
  }
}
