import { nextEvent } from '@lawang/schema/exchange/chain'
import type { ChainEvent } from '@lawang/schema/exchange/messages'
import { makeId } from '@lawang/schema/id'
import { agencyNameOf } from '../case-copy.ts'
import { coordinatorOf } from '../competence.ts'
import type { Actor, CaseRecord, EventDraft, FileComplaint, Reference } from '../model.ts'
import type { Timeline } from '../timeline.ts'

/** Tuesday, the day of the working-day vectors; 10 o'clock in East Kutai. */
export const TUESDAY = new Date('2026-03-17T02:00:00Z')

export const COMPLAINT = makeId('complaint', '64.08', (attempt) => new Uint8Array(10).fill(attempt + 1))
export const PUBLIC: Actor = { kind: 'public' }

export function sampleInput(changes: Partial<FileComplaint> = {}): FileComplaint {
  return {
    door: '64.08',
    kind: 'COMPLAINT',
    title: 'Lampu jalan padam',
    body: 'Sudah dua minggu lampu jalan di depan pasar padam.',
    channel: 'WEB',
    anonymous: false,
    confidential: false,
    details: [],
    ...changes,
  }
}

/** A case of East Kutai's coordinator, open since TUESDAY. */
export function sampleCase(reference: Reference, changes: Partial<CaseRecord> = {}): CaseRecord {
  return {
    id: makeId('case', '64.08', (attempt) => new Uint8Array(10).fill(attempt + 1)),
    status: 'OPEN',
    openedAt: TUESDAY,
    agency: agencyNameOf(coordinatorOf('64.08', reference)),
    government: '64.08',
    complaint: COMPLAINT,
    door: '64.08',
    kind: 'COMPLAINT',
    title: 'Lampu jalan padam',
    body: 'Sudah dua minggu.',
    details: [],
    anonymous: false,
    confidential: false,
    ...changes,
  }
}

/** The timeline of a sample case: filed and opened on TUESDAY, and where its status says so verified, started, answered. */
export function sampleTimeline(record: CaseRecord, changes: Partial<Timeline> = {}): Timeline {
  const at = TUESDAY.toISOString()
  const { id, government, kind, status, openedAt } = record
  const reached = (...statuses: readonly CaseRecord['status'][]) => statuses.includes(status)
  return {
    ...{ case: id, government, kind, supervision: false, filedAt: at, openedAt: openedAt.toISOString() },
    ...(reached('VERIFIED', 'ASSIGNED', 'IN_PROGRESS', 'ANSWERED', 'CLOSED') && { verifiedAt: at }),
    ...(reached('IN_PROGRESS', 'ANSWERED', 'CLOSED') && { startedAt: at }),
    ...(reached('ANSWERED', 'CLOSED') && { answeredAt: at }),
    ...(reached('CLOSED', 'ARCHIVED') && { endedAt: at }),
    ...{ pauses: [], extensions: 0, escalated: [] },
    ...changes,
  }
}

/** A chain of the drafts, one hour apart, all under epoch 1. */
export function sampleChain(drafts: readonly EventDraft[]): readonly ChainEvent[] {
  const chain: ChainEvent[] = []
  for (const [i, draft] of drafts.entries()) {
    const at = new Date(TUESDAY.getTime() + i * 60 * 60 * 1000).toISOString()
    chain.push(nextEvent(chain, COMPLAINT, 1, { ...draft, id: `event-${i}`, at, by: '64.08' }))
  }
  return chain
}
