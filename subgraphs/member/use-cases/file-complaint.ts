import { Refusal } from '@lawang/schema/errors'
import type { ChainEvent, LogMessage } from '@lawang/schema/exchange/messages'
import { caseCopyOf, caseSummaryOf } from '../domain/case-copy.ts'
import { appendEvents } from '../domain/chain.ts'
import { journeyOf } from '../domain/complaint.ts'
import { decideFiling, type Filing } from '../domain/filing.ts'
import {
  type ComplaintOrigin,
  clientOf,
  deriveCaseId,
  deriveComplaintId,
  deriveSecret,
  hashSecret,
} from '../domain/identifiers.ts'
import type { Actor, CaseRecord, ComplaintRecord, FileComplaint } from '../domain/model.ts'
import { openAtDoor } from '../domain/opening.ts'
import { insertCase } from '../store/case-files.ts'
import { appendToChain } from '../store/chains.ts'
import { insertCustody } from '../store/custody.ts'
import { hasSqlState, type Transaction, UNIQUE_VIOLATION } from '../store/database.ts'
import { ComplaintEntity } from '../store/entities/complaint.ts'
import { ReporterEntity } from '../store/entities/reporter.ts'
import { appendNews } from '../store/log.ts'
import { toComplaintRecord } from '../store/records.ts'
import { feedEventOf } from './show-at-door.ts'
import type { Surroundings } from './surroundings.ts'

export interface Receipt {
  readonly complaint: ComplaintRecord
  /** The receipt's secret; the same each time for the same idempotency key. */
  readonly secret: string
}

/**
 * Stores a complaint at its door and, when the competence rules name another government beyond doubt, the request to
 * hand it there, in one transaction. A retry with the same idempotency key and content gets the same complaint;
 * with another content it is refused `IDEMPOTENCY_CONFLICT`. Other refusals: see `decideFiling`.
 */
export async function fileComplaint(around: Surroundings, input: FileComplaint, actor: Actor): Promise<Receipt> {
  const { reference, doorKey, governments } = around
  const now = around.now()
  const filing = decideFiling(input, { actor, now, reference, hosted: governments })
  const id = deriveComplaintId(doorKey, originOf(around, filing, actor))
  const secret = deriveSecret(doorKey, id)
  if (filing.idempotencyKey !== undefined) {
    const known = await findSame(around, id, filing)
    if (known) return { complaint: known, secret }
  }
  const written = writeUp(around, filing, id, secret, now)
  try {
    await around.database.transaction((tx) => store(tx, filing, written))
  } catch (error) {
    if (!hasSqlState(error, UNIQUE_VIOLATION)) throw error
    // The same key was filed at the same moment: whoever committed first has stored it for both.
    const known = await findSame(around, id, filing)
    if (!known) throw error
    return { complaint: known, secret }
  }
  return { complaint: written.complaint, secret }
}

function originOf(around: Surroundings, { door, idempotencyKey }: Filing, actor: Actor): ComplaintOrigin {
  return idempotencyKey === undefined
    ? { door, random: around.randomness() }
    : { door, client: clientOf(actor), idempotencyKey }
}

async function findSame(around: Surroundings, id: string, filing: Filing): Promise<ComplaintRecord | undefined> {
  const row = await around.database.em().findOne(ComplaintEntity, id)
  if (row && row.contentHash !== filing.dossier.contentHash) throw new Refusal('IDEMPOTENCY_CONFLICT')
  return row ? toComplaintRecord(row) : undefined
}

interface WrittenUp {
  readonly complaint: ComplaintRecord
  readonly case: CaseRecord
  readonly chain: readonly ChainEvent[]
}

/** The record, the coordinator's case and the first events, as they are stored. */
function writeUp(around: Surroundings, filing: Filing, id: string, secret: string, now: Date): WrittenUp {
  const { door, dossier } = filing
  const caseId = deriveCaseId(around.doorKey, { government: door, complaint: id, epoch: 1 })
  const opening = openAtDoor(filing, { complaint: id, caseId, now, reference: around.reference })
  const ids = opening.events.map(() => around.newEventId())
  const { kind, title, body, category, location, details, channel, anonymous, confidential, contentHash } = dossier
  return {
    complaint: {
      ...{ id, door, kind, title, body, category, location, details, channel, anonymous, confidential, contentHash },
      status: 'FILED',
      filedAt: now,
      updatedAt: now,
      holder: door,
      epoch: 1,
      handledBy: opening.case.agency,
      case: caseSummaryOf(caseCopyOf(opening.case)),
      secretHash: hashSecret(secret),
    },
    case: opening.case,
    chain: appendEvents(undefined, opening.events, ids, { complaint: id, epoch: 1, at: now, by: door }),
  }
}

async function store(tx: Transaction, filing: Filing, written: WrittenUp): Promise<void> {
  const { complaint, chain } = written
  const { door, dossier, handover, reporter } = filing
  const { case: opened, category, location, ...columns } = complaint
  const owner = { complaint: complaint.id, government: door }
  await tx.em.insert(ComplaintEntity, {
    ...columns,
    category: category ?? null,
    location: location ?? null,
    receivedAt: dossier.receivedAt ?? null,
    currentCase: opened ? caseCopyOf(opened) : null,
  })
  if (reporter) {
    const { name, phone, email } = reporter
    await tx.em.insert(ReporterEntity, { complaint: complaint.id, name, phone, email })
  }
  const request = chain.find((event) => event.type === 'HANDOVER_REQUESTED')
  await insertCustody(
    tx,
    owner,
    door,
    handover && request
      ? { state: 'OFFERING', epoch: 1, request: request.id, to: handover.to }
      : { state: 'HOLDING', epoch: 1 },
  )
  await appendToChain(tx, door, chain)
  await insertCase(tx, written.case, { epoch: 1, dossier })
  await appendNews(tx, {
    log: logOf(filing, written),
    feed: journeyOf(chain).map((step) => feedEventOf(complaint, step)),
  })
}

function logOf({ door, dossier, handover }: Filing, { complaint, chain }: WrittenUp): readonly LogMessage[] {
  const { id, secretHash } = complaint
  return chain.map((event): LogMessage => {
    if (event.type === 'FILED' || !handover) return { type: 'Filed', complaint: id, epoch: 1, door, event, secretHash }
    const { to, agency, reason } = handover
    return { type: 'HandoverRequested', complaint: id, epoch: 1, request: event.id, to, agency, reason, dossier, event }
  })
}
