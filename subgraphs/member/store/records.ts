import { caseSummaryOf } from '../domain/case-copy.ts'
import type { CaseRecord, ComplaintRecord, Custody } from '../domain/model.ts'
import type { CaseFileRow } from './entities/case-file.ts'
import type { ComplaintRow } from './entities/complaint.ts'
import type { CustodyRow } from './entities/custody.ts'

/** Between rows, where absence is null and instants may be text, and the records that rules and resolvers read. */

export function toComplaintRecord(row: ComplaintRow): ComplaintRecord {
  return {
    id: row.id,
    door: row.door,
    kind: row.kind,
    title: row.title,
    body: row.body,
    category: row.category ?? undefined,
    location: row.location ?? undefined,
    details: row.details,
    channel: row.channel,
    anonymous: row.anonymous,
    confidential: row.confidential,
    status: row.status,
    filedAt: row.filedAt,
    updatedAt: row.updatedAt,
    holder: row.holder,
    epoch: row.epoch,
    handledBy: row.handledBy,
    case: row.currentCase ? caseSummaryOf(row.currentCase) : undefined,
    contentHash: row.contentHash,
    secretHash: row.secretHash,
  }
}

export function toCaseRecord(row: CaseFileRow): CaseRecord {
  const { kind, title, body, category, location, details, confidential } = row.dossier
  return {
    id: row.id,
    government: row.government,
    complaint: row.complaint,
    door: row.door,
    status: row.status,
    openedAt: row.openedAt,
    deadline: row.deadlineAt && row.deadlineClock ? { at: row.deadlineAt, clock: row.deadlineClock } : undefined,
    agency: row.agency,
    kind,
    title,
    body,
    category,
    location,
    details,
    confidential,
  }
}

/** The union that a custody row's columns spell; the table's checks leave no other combination. */
export function toCustody({ state, epoch, request, passedTo, newEpoch }: CustodyRow): Custody {
  switch (state) {
    case 'HOLDING':
    case 'CLOSED':
      return { state, epoch }
    case 'OFFERING':
      if (request && passedTo) return { state, epoch, request, to: passedTo }
      break
    case 'RELEASED':
      if (newEpoch && passedTo) return { state, epoch, newEpoch, to: passedTo }
  }
  throw new Error(`a custody row is ${state} without what belongs to it`)
}

/** The columns of a custody. */
export function fromCustody(custody: Custody): Omit<CustodyRow, 'complaint' | 'government' | 'door'> {
  const { state, epoch } = custody
  return {
    state,
    epoch,
    request: custody.state === 'OFFERING' ? custody.request : null,
    passedTo: custody.state === 'OFFERING' || custody.state === 'RELEASED' ? custody.to : null,
    newEpoch: custody.state === 'RELEASED' ? custody.newEpoch : null,
  }
}
