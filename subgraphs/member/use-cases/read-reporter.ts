import { Refusal } from '@lawang/schema/errors'
import { parseId } from '@lawang/schema/id'
import { requireAllowed } from '../access/policy.ts'
import { requireOpen } from '../domain/case-status.ts'
import type { Actor, CaseRecord, Reporter } from '../domain/model.ts'
import { requireText } from '../domain/text.ts'
import { CaseFileEntity } from '../store/entities/case-file.ts'
import { toCaseRecord } from '../store/records.ts'
import type { Surroundings } from './surroundings.ts'

/** An officer's wish to know who reports, and what for. */
export interface ReadReporter {
  readonly case: string
  readonly purpose: string
}

/** What an officer is told of a reporter: what is needed to reach somebody, and no number of an identity card. */
export type ReachableReporter = Pick<Reporter, 'name' | 'phone' | 'email'>

const PURPOSE = { name: 'purpose', longest: 200, singleLine: true }

/**
 * Tells an officer who handles the case at its own door who reports, and writes down that it was told. Refuses
 * UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, CASE_CLOSED and its like, IDENTITY_STAYS_AT_DOOR where the door is another
 * government, REPORTER_IS_ANONYMOUS, EMPTY_REASON without a purpose, and IDENTITY_ERASED.
 */
export async function readReporter(
  around: Surroundings,
  command: ReadReporter,
  actor: Actor,
): Promise<ReachableReporter> {
  const record = await findCase(around, command.case, actor)
  requireAllowed(actor, 'readReporter', { government: record.government, agency: record.agency.id })
  if (record.government !== record.door) throw new Refusal('IDENTITY_STAYS_AT_DOOR')
  requireOpen(record)
  if (record.anonymous) throw new Refusal('REPORTER_IS_ANONYMOUS')
  const purpose = requireText(command.purpose, PURPOSE, 'EMPTY_REASON')
  const viewer = { ...viewerOf(actor), government: record.government, agency: record.agency.id, purpose }
  const known = await around.identities.show(record.complaint, viewer, around.now())
  if (known.state === 'ERASED') throw new Refusal('IDENTITY_ERASED')
  if (known.state === 'NONE') return {}
  const { name, phone, email } = known.record.reporter
  return { name, phone, email }
}

async function findCase({ database }: Surroundings, caseId: string, actor: Actor): Promise<CaseRecord> {
  const row = await database.em().findOne(CaseFileEntity, caseId)
  if (row) return toCaseRecord(row)
  const id = parseId(caseId)
  // Who may not read here learns nothing of which cases there are.
  requireAllowed(actor, 'readReporter', { government: id.form === 'valid' ? id.government : '' })
  throw new Refusal('NOT_FOUND')
}

function viewerOf(actor: Actor): { readonly role: string; readonly subject: string } {
  switch (actor.kind) {
    case 'person':
      return { role: actor.role, subject: actor.subject }
    case 'member':
      return { role: 'member', subject: actor.member }
    default:
      return { role: actor.kind, subject: actor.kind }
  }
}
