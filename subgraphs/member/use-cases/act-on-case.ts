import type { Custody } from '@lawang/schema/exchange/custody'
import { holdingToAct } from '@lawang/schema/exchange/member-commands'
import type { MemberCommand } from '@lawang/schema/exchange/member-state'
import type { ChainEventType } from '@lawang/schema/exchange/messages'
import { requireAllowed } from '../access/policy.ts'
import { type CaseDecision, decideCase } from '../domain/case.ts'
import { requireOpen } from '../domain/case-status.ts'
import type { Actor, CaseCommand, CaseRecord } from '../domain/model.ts'
import type { ChainOwner } from '../store/chains.ts'
import { findOwner, readCase } from './find-case.ts'
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
    requireOpen(record)
    const custody = requireHeld(custodies, owner, EVENTS[command.type])
    const state = { case: record, status: statusOf(custody) }
    const decision = decideCase(command, state, { now: new Date(custodies.now.at), reference: around.reference })
    custodies.take(inputOf(decision, owner, around.lease.inContact()))
    return decision.case
  })
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
