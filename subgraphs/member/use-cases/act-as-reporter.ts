import { Refusal } from '@lawang/schema/errors'
import type { Custody } from '@lawang/schema/exchange/custody'
import type { EventData } from '@lawang/schema/exchange/messages'
import { parseId } from '@lawang/schema/id'
import { complaintAtDoor } from '../domain/complaint-at-door.ts'
import type { ComplaintRecord } from '../domain/model.ts'
import { type ReporterCommand, readReporterAct } from '../domain/reporter-act.ts'
import { timelineOf } from '../domain/timeline.ts'
import { confineToComplaint } from '../store/confine-writes.ts'
import { carryOutNotes } from './carry-out-notes.ts'
import { inCustody } from './in-custody.ts'
import type { ReceiptGuesses } from './receipt-guesses.ts'
import { recogniseReceipt } from './recognise-receipt.ts'
import type { Surroundings } from './surroundings.ts'

export interface ReporterContext {
  readonly around: Surroundings
  readonly guesses: ReceiptGuesses
}

/**
 * Takes in what a reporter does, at the door, whoever holds the complaint: as a note beside the chain, which the hub
 * copies to the holder. Where the door holds it itself, the act is carried out in the same transaction. Refuses
 * what `recogniseReceipt` and `readReporterAct` refuse; nothing is written then.
 */
export async function actAsReporter(
  { around, guesses }: ReporterContext,
  command: ReporterCommand,
): Promise<ComplaintRecord> {
  await recogniseReceipt({ sql: around.database, guesses, now: around.now() }, command.complaint, command.secret)
  const owner = { complaint: command.complaint, government: doorOf(command.complaint) }
  return inCustody(around, [owner], (custodies) => {
    confineToComplaint(custodies.tx, command.complaint)
    const custody = custodies.rowOf(owner)
    if (!custody) throw new Refusal('NOT_FOUND')
    const { status, handledBy } = complaintAtDoor(custody).record
    const { act, text } = readReporterAct(command, { status, timeline: timelineOf(custody.chain) })
    const data: EventData = { status, handledBy, act, ...(text !== undefined && { text }) }
    custodies.take({ type: 'Note', ...owner, event: 'REPORTER_ACT', data })
    carryOutNotes(around, custodies, owner)
    return complaintAtDoor(noted(custodies.rowOf(owner))).record
  })
}

/** A complaint's id begins with its door. */
function doorOf(complaint: string): string {
  const id = parseId(complaint)
  if (id.form === 'malformed') throw new Refusal('NOT_FOUND')
  return id.government
}

function noted(custody: Custody | undefined): Custody {
  if (!custody) throw new Error('a complaint that was noted on is there')
  return custody
}
