import type { Dossier } from '@lawang/schema/exchange/messages'
import { agencyNameOf } from '../domain/case-copy.ts'
import type { CaseRecord } from '../domain/model.ts'
import type { Timeline } from '../domain/timeline.ts'
import type { ChainOwner } from './chains.ts'
import type { Transaction } from './database.ts'
import { sendRows } from './send-rows.ts'

/** A case as it is now, with the content that its government has of the complaint at an epoch. */
export interface CaseState {
  readonly record: CaseRecord
  readonly epoch: number
  readonly dossier: Dossier
  readonly updatedAt: Date
  /** What its deadlines are computed from. */
  readonly timeline: Timeline
  /** When its clocks have something to do next. */
  readonly dueAt?: Date | undefined
}

/** The open cases of a government but one end: it has given the complaint away, or has another case of it. */
export interface CasesEnd extends ChainOwner {
  readonly except: string | undefined
  readonly at: Date
}

/** Writes cases as they are now. The custodies are locked by the caller. */
export function writeCases(tx: Transaction, states: readonly CaseState[]): void {
  sendRows(tx, WRITE, states.map(columnsOf))
}

/** Ends cases: no clock runs on them. To be done before those that take their place are written. */
export function endCases(tx: Transaction, ends: readonly CasesEnd[]): void {
  sendRows(tx, END, ends)
}

const WRITE = `
  INSERT INTO case_file (id, government, complaint, door, epoch, status, opened_at, updated_at, deadline_at,
    deadline_clock, agency_id, agency, dossier, timeline, due_at)
  SELECT id, government, complaint, door, epoch, status, opened_at, updated_at, deadline_at, deadline_clock,
    agency_id, agency, dossier, timeline, due_at
  FROM json_populate_recordset(NULL::case_file, $1)
  ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch, status = excluded.status,
    updated_at = excluded.updated_at, deadline_at = excluded.deadline_at,
    deadline_clock = excluded.deadline_clock, agency_id = excluded.agency_id, agency = excluded.agency,
    dossier = excluded.dossier, timeline = excluded.timeline, due_at = excluded.due_at`

const END = `
  UPDATE case_file AS c SET status = 'HANDED_OVER', deadline_at = NULL, deadline_clock = NULL, due_at = NULL,
    updated_at = e.at
  FROM json_to_recordset($1) AS e (complaint text, government text, "except" text, at timestamptz)
  WHERE c.complaint = e.complaint AND c.government = e.government AND c.id IS DISTINCT FROM e."except"
    AND c.status NOT IN ('HANDED_OVER', 'ARCHIVED', 'CLOSED')`

function columnsOf({ record, epoch, dossier, updatedAt, timeline, dueAt }: CaseState) {
  const { id, complaint, government, door, status, openedAt, deadline, agency } = record
  return {
    ...{ id, government, complaint, door, epoch, status, dossier, timeline },
    due_at: dueAt,
    opened_at: openedAt,
    updated_at: updatedAt,
    deadline_at: deadline?.at,
    deadline_clock: deadline?.clock,
    agency_id: agency.id,
    agency: agencyNameOf(agency),
  }
}
