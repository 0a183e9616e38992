import type { Dossier } from '@lawang/schema/exchange/messages'
import { caseCopyOf } from '../domain/case-copy.ts'
import type { ComplaintRecord } from '../domain/model.ts'
import type { Transaction } from './database.ts'
import { ComplaintEntity } from './entities/complaint.ts'
import { plainJson } from './plain-json.ts'

/** What handling a complaint changes in the door's record of it. */
function handlingOf({
  status,
  updatedAt,
  handledBy,
  title,
  kind,
  holder,
  epoch,
  category,
  tip,
  ...rest
}: ComplaintRecord) {
  const currentCase = rest.case ? plainJson(caseCopyOf(rest.case)) : null
  const agency = plainJson(handledBy)
  return {
    ...{ status, updatedAt, handledBy: agency, title, kind, holder, epoch, currentCase },
    category: category ?? null,
    tip: tip ?? null,
  }
}

/** The door's record of a complaint that it has not had. */
export async function insertComplaint(tx: Transaction, record: ComplaintRecord, dossier: Dossier): Promise<void> {
  const { id, door, body, location, details, channel, anonymous, confidential, filedAt, contentHash } = record
  await tx.em.insert(ComplaintEntity, {
    ...{ id, door, body, channel, anonymous, confidential, filedAt, contentHash },
    ...handlingOf(record),
    location: location ?? null,
    details: plainJson(details),
    receivedAt: dossier.receivedAt ?? null,
    secretHash: record.secretHash,
  })
}

/** Writes what has changed. The door's custody row is locked by the caller. */
export async function updateComplaint(tx: Transaction, record: ComplaintRecord): Promise<void> {
  await tx.em.nativeUpdate(ComplaintEntity, { id: record.id }, handlingOf(record))
}
