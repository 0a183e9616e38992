import { Refusal } from '@lawang/schema/errors'
import type { Custody } from '@lawang/schema/exchange/custody'
import { holdingToAct } from '@lawang/schema/exchange/member-commands'
import type { MemberCommand } from '@lawang/schema/exchange/member-state'
import type { ChainEventType } from '@lawang/schema/exchange/messages'
import { parseId } from '@lawang/schema/id'
import { requireAllowed } from '../access/policy.ts'
import { type CaseDecision, decideCase } from '../domain/case.ts'
import { requireOpen } from '../domain/case-status.ts'
import type { Actor, CaseCommand, CaseRecord } from '../domain/model.ts'
import { writeCaseAct } from '../mandates/case-act-log.ts'
import type { Standing } from '../mandates/model.ts'
import { requireStanding } from '../mandates/standing.ts'
import type { ChainOwner } from '../store/chains.ts'
import type { Transaction } from '../store/database.ts'
import { CaseFileEntity } from '../store/entities/case-file.ts'
import { toCaseRecord } from '../store/records.ts'
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
    const standing = await requireStanding(custodies.tx, around.mandates, actor, around.now())
    requireOpen(record)
    const custody = requireHeld(custodies, owner, EVENTS[command.type])
    const state = { case: record, status: statusOf(custody) }
    const decision = decideCase(command, state, { now: new Date(custodies.now.at), reference: around.reference })
    custodies.take(inputOf(decision, owner, around.lease.inContact()))
    await noteAct(custodies, command, actor, standing)
    return decision.case
  })
}

function noteAct({ tx, now }: Custodies, { type, case: caseId }: CaseCommand, actor: Actor, standing?: Standing) {
  if (actor.kind !== 'person') throw new Error('Somebody acts on a case who is no person')
  return writeCaseAct(tx, { act: type, caseId, at: new Date(now.at) }, actor, standing)
}

/** The chain's event that each act writes. */
const EVENTS: Readonly<Record<CaseCommand['type'], ChainEventType>> = {
  verify: 'VERIFIED',
  assign: 'ASSIGNED',
  start: 'STARTED',
  answer: 'ANSWERED',
  handOver: 'HANDOVER_REQUESTED',
  archive: 'ARCHIVED',
  close: 'CLOSED',
}

/** Whose case it is: that never changes, so that it can be read before the custody is locked. */
async function findOwner({ database }: Surroundings, command: CaseCommand, actor: Actor): Promise<ChainOwner> {
  const found = await database.em().findOne(CaseFileEntity, command.case)
  if (found) return { complaint: found.complaint, government: found.government }
  const id = parseId(command.case)
  // Who may not act here learns nothing of which cases there are.
  requireAllowed(actor, command.type, { government: id.form === 'valid' ? id.government : '' })
  throw new Refusal('NOT_FOUND')
}

async function readCase(tx: Transaction, id: string): Promise<CaseRecord> {
  const row = await tx.em.findOne(CaseFileEntity, id)
  if (!row) throw new Refusal('NOT_FOUND')
  return toCaseRecord(row)
}

/** What custody refuses comes before what the act itself is wrong about: it says that others have the complaint now. */
function requireHeld(custodies: Custodies, owner: ChainOwner, event: ChainEventType): Custody {
  const custody = custodies.rowOf(owner)
  if (!custody) throw new Error(`${owner.complaint} has a case without custody`)
  holdingToAct(custodies.state(), custody, custodies.now, event)
  return custody
}

function statusOf({ complaint, chain }: Custody) {
  const tip = chain.at(-1)
  if (!tip) throw new Error(`${complaint} has a case without a chain`)
  return tip.data.status
}

function inputOf({ event, handover }: CaseDecision, owner: ChainOwner, inContact: boolean): MemberCommand {
  return handover
    ? { type: 'RequestHandover', ...owner, ...handover, inContact, data: event.data }
    : { type: 'Act', ...owner, event: event.type, data: event.data }
}
