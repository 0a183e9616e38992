import type { AgencyName } from '@lawang/schema/exchange/messages'
import { type IdKind, makeId } from '@lawang/schema/id'
import { hashSecret } from '../../domain/identifiers.ts'
import type { CaseRecord, ComplaintRecord, JourneyStep, Reference } from '../../domain/model.ts'
import type { FeedEvent } from '../../ports.ts'
import { FAKE_SECRET } from './fake-services.ts'

/** An id of a kind at a government; another for each number. */
export function fakeId(kind: IdKind, government: string, number = 1): string {
  return makeId(kind, government, (attempt) => Uint8Array.from({ length: 10 }, (_, i) => number * 7 + attempt + i))
}

/** The name of a government's coordinating agency. */
export function coordinatorOf(reference: Reference, government: string): AgencyName {
  const coordinator = reference.agenciesOf(government)[0]
  if (!coordinator) throw new Error(`${government} has no agency`)
  return { id: coordinator.id, name: coordinator.name, shortName: coordinator.shortName }
}

/** A complaint filed at 64.08 and handled there, unless `changes` says otherwise. */
export function fakeComplaint(reference: Reference, changes: Partial<ComplaintRecord> = {}): ComplaintRecord {
  const door = changes.door ?? '64.08'
  const agency = coordinatorOf(reference, changes.holder ?? door)
  return {
    id: fakeId('complaint', door),
    door,
    kind: 'COMPLAINT',
    title: 'Lampu jalan padam',
    body: 'Sudah dua minggu.',
    details: [],
    channel: 'WEB',
    anonymous: false,
    confidential: false,
    status: 'FILED',
    filedAt: new Date('2026-11-20T00:00:00Z'),
    updatedAt: new Date('2026-11-20T00:00:00Z'),
    holder: door,
    epoch: 1,
    handledBy: agency,
    contentHash: 'a'.repeat(64),
    secretHash: hashSecret(FAKE_SECRET),
    ...changes,
  }
}

/** The open case of a complaint at its door. */
export function fakeCase(
  reference: Reference,
  complaint: ComplaintRecord,
  changes: Partial<CaseRecord> = {},
): CaseRecord {
  return {
    id: fakeId('case', complaint.door),
    government: complaint.door,
    status: 'OPEN',
    openedAt: complaint.filedAt,
    deadline: { at: new Date('2026-11-24T00:00:00Z'), clock: 'VERIFY_3_WORKING_DAYS' },
    agency: coordinatorOf(reference, complaint.door),
    complaint: complaint.id,
    door: complaint.door,
    kind: complaint.kind,
    title: complaint.title,
    body: complaint.body,
    details: [],
    anonymous: complaint.anonymous,
    confidential: complaint.confidential,
    ...changes,
  }
}

export function fakeStep(changes: Partial<JourneyStep> = {}): JourneyStep {
  return { sequence: 1, epoch: 1, type: 'FILED', at: new Date('2026-11-20T00:00:00Z'), status: 'FILED', ...changes }
}

/** The event of a complaint's filing. */
export function fakeEvent(complaint: ComplaintRecord, changes: Partial<FeedEvent> = {}): FeedEvent {
  return {
    cursor: 'cursor 1',
    complaint: complaint.id,
    sequence: 1,
    epoch: 1,
    type: 'FILED',
    at: complaint.filedAt,
    status: complaint.status,
    door: complaint.door,
    holder: complaint.holder,
    handledBy: complaint.handledBy,
    title: complaint.confidential ? undefined : complaint.title,
    confidential: complaint.confidential,
    ...changes,
  }
}
