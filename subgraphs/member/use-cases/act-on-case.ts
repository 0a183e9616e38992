import type { MemberCommand } from '@lawang/schema/exchange/member-state'
import type { ChainEventType } from '@lawang/schema/exchange/messages'
import { requireAllowed } from '../access/policy.ts'
import { decideCase, readDraft } from '../domain/case.ts'
import type { CaseDecision } from '../domain/case-act.ts'
import { requireOpen, requireStatus } from '../domain/case-status.ts'
import type { Actor, AnswerDraft, CaseCommand, CaseRecord } from '../domain/model.ts'
import { deleteDraft, readDrafts, writeDraft } from '../store/answer-drafts.ts'
import type { ChainOwner } from '../store/chains.ts'
import type { Transaction } from '../store/database.ts'
import { actingOfficer } from './acting-officer.ts'
import { findOwner, readCase } from './find-case.ts'
import { requireHeld, stateOf } from './held-case.ts'
import { type Custodies, inCustody } from './in-custody.ts'
import type { Surroundings } from './surroundings.ts'

/**
 * Carries out an officer's act on a case in one transaction: custody and its chain, the case, the log, and at the door
 * the public record and feed. Refuses UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, what custody refuses (`holdingToAct`) and
 * what `decideCase` refuses.
 */
export async function actOnCase(around: Surroundings, command: CaseCommand, actor: Actor): Promise<CaseRecord> {
  const owner = await findOwner(around, command, actor)
  return inCustody(around, [owner], async (custodies) => {
    const record = await readCase(custodies.tx, command.case)
    requireAllowed(actor, command.type, { government: record.government, agency: record.agency.id })
    const note = await actingOfficer(custodies, around, actor)
    requireOpen(record)
    const custody = requireHeld(custodies, owner, EVENTS[command.type])
    const officer = actor.kind === 'person' ? actor.subject : ''
    await note(command.type, command.case)
    if (command.type === 'draft') return keepDraft(custodies, record, { text: command.body, by: officer })
    const draft = command.type === 'release' ? await findDraft(custodies.tx, record.id) : undefined
    const context = { ...contextOf(around, custodies, record), officer, draft }
    const decision = decideCase(command, stateOf(record, custody), context)
    custodies.take(inputOf(decision, owner, around.lease.inContact()))
    if (decision.event.type === 'ANSWERED') await deleteDraft(custodies.tx, record.id)
    return decision.case
  })
}

/** The chain's event that each act writes; a draft writes none, and needs what the answer needs. */
const EVENTS: Readonly<Record<CaseCommand['type'], ChainEventType>> = {
  verify: 'VERIFIED',
  assign: 'ASSIGNED',
  start: 'STARTED',
  answer: 'ANSWERED',
  handOver: 'HANDOVER_REQUESTED',
  archive: 'ARCHIVED',
  close: 'CLOSED',
  defer: 'DEFERRED',
  draft: 'ANSWERED',
  release: 'ANSWERED',
  extend: 'EXTENDED',
  fieldWork: 'FIELD_WORK_STARTED',
}

async function keepDraft(
  { tx, now }: Custodies,
  record: CaseRecord,
  { text, by }: { readonly text: string; readonly by: string },
): Promise<CaseRecord> {
  requireStatus('draft', record.status)
  await writeDraft(tx, record.id, { text: readDraft(text), by, at: new Date(now.at) })
  return record
}

async function findDraft(tx: Transaction, id: string): Promise<AnswerDraft | undefined> {
  return (await readDrafts(tx, [id])).get(id)
}

function contextOf({ reference, twoPersons }: Surroundings, { now }: Custodies, { government }: CaseRecord) {
  return { now: new Date(now.at), reference, twoPersons: twoPersons.has(government) }
}

function inputOf({ event, handover }: CaseDecision, owner: ChainOwner, inContact: boolean): MemberCommand {
  return handover
    ? { type: 'RequestHandover', ...owner, ...handover, inContact, data: event.data }
    : { type: 'Act', ...owner, event: event.type, data: event.data }
}
