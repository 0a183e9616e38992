import type { CaseStatus, Dossier } from '@lawang/schema/exchange/messages'
import { agencyNameOf } from '../domain/case-copy.ts'
import type { CaseRecord } from '../domain/model.ts'
import type { Timeline } from '../domain/timeline.ts'
import type { ChainOwner } from './chains.ts'
import type { Transaction } from './database.ts'
import { CaseFileEntity } from './entities/case-file.ts'

const ENDED: readonly CaseStatus[] = ['HANDED_OVER', 'ARCHIVED', 'CLOSED']

function stateOf({ status, deadline, agency }: CaseRecord) {
  return {
    status,
    deadlineAt: deadline?.at ?? null,
    deadlineClock: deadline?.clock ?? null,
    agencyId: agency.id,
    agency: agencyNameOf(agency),
  }
}

export interface CaseParticulars {
  readonly epoch: number
  readonly dossier: Dossier
  readonly updatedAt: Date
  readonly timeline: Timeline
  /** When its clocks have something to do next. */
  readonly dueAt?: Date | undefined
  /** From when its deadline is near. */
  readonly warnAt?: Date | undefined
}

/** Writes a case as it is now, with the content that its government has. The custody is locked by the caller. */
export async function writeCase(
  tx: Transaction,
  record: CaseRecord,
  { epoch, dossier, updatedAt, timeline, dueAt, warnAt }: CaseParticulars,
): Promise<void> {
  const { id, complaint, government, door, openedAt } = record
  const { status, deadlineAt, deadlineClock, agencyId, agency } = stateOf(record)
  await tx.query(
    `INSERT INTO case_file (id, government, complaint, door, epoch, status, opened_at, updated_at, deadline_at,
       deadline_clock, agency_id, agency, dossier, timeline, due_at, warn_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::jsonb, $13::jsonb, $14::jsonb, $15, $16)
     ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch, status = excluded.status,
       updated_at = excluded.updated_at, deadline_at = excluded.deadline_at,
       deadline_clock = excluded.deadline_clock, agency_id = excluded.agency_id, agency = excluded.agency,
       dossier = excluded.dossier, timeline = excluded.timeline, due_at = excluded.due_at,
       warn_at = excluded.warn_at`,
    [
      ...[id, government, complaint, door, epoch, status, openedAt.toISOString(), updatedAt.toISOString()],
      ...[deadlineAt?.toISOString() ?? null, deadlineClock, agencyId, JSON.stringify(agency), JSON.stringify(dossier)],
      ...[JSON.stringify(timeline), dueAt?.toISOString() ?? null, warnAt?.toISOString() ?? null],
    ],
  )
}

/** Ends the cases of a government that has given a complaint away, or has another case of it: no clock runs on them. */
export async function endCases(
  tx: Transaction,
  { complaint, government }: ChainOwner,
  except: string | undefined,
  now: Date,
): Promise<void> {
  await tx.em.nativeUpdate(
    CaseFileEntity,
    { complaint, government, status: { $nin: [...ENDED] }, ...(except !== undefined && { id: { $ne: except } }) },
    { status: 'HANDED_OVER', deadlineAt: null, deadlineClock: null, dueAt: null, warnAt: null, updatedAt: now },
  )
}
