import type { Dossier } from '@lawang/schema/exchange/messages'
import { caseCopyOf } from '../domain/case-copy.ts'
import type { ComplaintRecord } from '../domain/model.ts'
import type { Transaction } from './database.ts'
import { sendRows } from './send-rows.ts'

/** A complaint that a door has not had, with the content that it was filed with. */
export interface NewComplaint {
  readonly record: ComplaintRecord
  readonly dossier: Dossier
}

/** The doors' records of complaints that they have not had. */
export function insertComplaints(tx: Transaction, complaints: readonly NewComplaint[]): void {
  sendRows(tx, INSERT, complaints.map(columnsOf))
}

/** Writes what has changed. The doors' custody rows are locked by the caller. */
export function updateComplaints(tx: Transaction, records: readonly ComplaintRecord[]): void {
  sendRows(tx, UPDATE, records.map(handlingOf))
}

const COLUMNS = `id, door, body, location, details, channel, anonymous, confidential, filed_at, received_at,
  content_hash, secret_hash, status, updated_at, handled_by, title, kind, holder, epoch, category, current_case,
  tip`

const INSERT = `INSERT INTO complaint (${COLUMNS}) SELECT ${COLUMNS} FROM json_populate_recordset(NULL::complaint, $1)`

const UPDATE = `
  UPDATE complaint AS c SET status = n.status, updated_at = n.updated_at, handled_by = n.handled_by,
    title = n.title, kind = n.kind, holder = n.holder, epoch = n.epoch, category = n.category,
    current_case = n.current_case, tip = n.tip
  FROM json_populate_recordset(NULL::complaint, $1) AS n WHERE c.id = n.id`

/** What handling a complaint changes in the door's record of it. */
function handlingOf(record: ComplaintRecord) {
  const { id, status, updatedAt, handledBy, title, kind, holder, epoch, category, tip } = record
  return {
    ...{ id, status, title, kind, holder, epoch, category, tip },
    updated_at: updatedAt,
    handled_by: handledBy,
    current_case: record.case && caseCopyOf(record.case),
  }
}

function columnsOf({ record, dossier }: NewComplaint) {
  const { door, body, location, details, channel, anonymous, confidential, filedAt, contentHash, secretHash } = record
  return {
    ...handlingOf(record),
    ...{ door, body, location, details, channel, anonymous, confidential },
    filed_at: filedAt,
    received_at: dossier.receivedAt,
    content_hash: contentHash,
    secret_hash: secretHash,
  }
}
