import { caseSummaryOf } from '../domain/case-copy.ts'
import type { CaseRecord, ComplaintRecord } from '../domain/model.ts'
import type { CaseFileRow } from './entities/case-file.ts'
import type { ComplaintRow } from './entities/complaint.ts'

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
    ...(row.receivedAt !== null && { receivedAt: row.receivedAt }),
    updatedAt: row.updatedAt,
    holder: row.holder,
    epoch: row.epoch,
    handledBy: row.handledBy,
    case: row.currentCase ? caseSummaryOf(row.currentCase) : undefined,
    contentHash: row.contentHash,
    secretHash: row.secretHash,
    ...(row.tip !== null && { tip: row.tip }),
  }
}

export function toCaseRecord(row: CaseFileRow): CaseRecord {
  const { kind, title, body, category, location, details, anonymous, confidential } = row.dossier
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
    anonymous,
    confidential,
  }
}
