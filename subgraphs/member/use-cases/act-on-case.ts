import { Refusal } from '@lawang/schema/errors'
import type { ChainEvent, Dossier, LogMessage } from '@lawang/schema/exchange/messages'
import { parseId } from '@lawang/schema/id'
import { requireAllowed } from '../access/policy.ts'
import { type CaseDecision, decideCase } from '../domain/case.ts'
import { appendEvent } from '../domain/chain.ts'
import type { Actor, CaseCommand, CaseRecord, Custody } from '../domain/model.ts'
import { dossierAfter } from '../domain/opening.ts'
import { updateCase } from '../store/case-files.ts'
import { appendToChain, readChain } from '../store/chains.ts'
import { lockCustody, writeCustody } from '../store/custody.ts'
import type { Transaction } from '../store/database.ts'
import { CaseFileEntity, type CaseFileRow } from '../store/entities/case-file.ts'
import { appendNews } from '../store/log.ts'
import { toCaseRecord } from '../store/records.ts'
import { isDoor } from './door.ts'
import { showAtDoor } from './show-at-door.ts'
import type { Surroundings } from './surroundings.ts'

/**
 * Carries out an officer's act on a case in one transaction: the case, custody, the chain's event, the log, and at the
 * door the public record and feed. Refuses UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, and what `decideCase` refuses.
 */
export async function actOnCase(around: Surroundings, command: CaseCommand, actor: Actor): Promise<CaseRecord> {
  const now = around.now()
  return around.database.transaction(async (tx) => {
    const { row, custody } = await lockCase(tx, command, actor)
    const owner = { complaint: row.complaint, government: row.government }
    const chain = await readChain(tx, owner)
    const tip = chain.at(-1)
    if (!tip) throw new Error(`${row.complaint} has a case without a chain`)

    const { reference } = around
    const state = { case: toCaseRecord(row), custody, status: tip.data.status }
    const decision = decideCase(command, state, { now, reference })
    const { epoch } = custody
    const circumstances = { id: around.newEventId(), complaint: row.complaint, epoch, at: now, by: row.government }
    const event = appendEvent(tip, decision.event, circumstances)
    const dossier = dossierAfter(row.dossier, decision.case)

    await appendToChain(tx, row.government, [event])
    await updateCase(tx, decision.case, dossier, now)
    await writeCustody(tx, owner, custodyAfter(custody, decision, event))
    await appendNews(tx, {
      log: [messageOf(decision, event, dossier)],
      feed: isDoor(owner) ? await showAtDoor(tx, row.complaint, chain, [event]) : [],
    })
    return decision.case
  })
}

interface LockedCase {
  readonly row: CaseFileRow
  readonly custody: Custody
}

/** Locks the custody that a case stands under, then reads the case as it is now; refuses who may not act on it. */
async function lockCase(tx: Transaction, command: CaseCommand, actor: Actor): Promise<LockedCase> {
  const found = await tx.em.findOne(CaseFileEntity, command.case)
  if (!found) {
    const id = parseId(command.case)
    // Who may not act here learns nothing of which cases there are.
    requireAllowed(actor, command.type, { government: id.form === 'valid' ? id.government : '' })
    throw new Refusal('NOT_FOUND')
  }
  const custody = await lockCustody(tx, { complaint: found.complaint, government: found.government })
  if (!custody) throw new Error(`${found.id} is a case without custody`)
  const row = await tx.em.refresh(found)
  if (!row) throw new Refusal('NOT_FOUND')
  requireAllowed(actor, command.type, { government: row.government, agency: row.agencyId })
  return { row, custody }
}

function custodyAfter(custody: Custody, { handover, ends }: CaseDecision, event: ChainEvent): Custody {
  const { epoch } = custody
  if (handover) return { state: 'OFFERING', epoch, request: event.id, to: handover.to }
  return ends ? { state: 'CLOSED', epoch } : custody
}

function messageOf({ handover }: CaseDecision, event: ChainEvent, dossier: Dossier): LogMessage {
  const { complaint, epoch } = event
  if (!handover) return { type: 'Event', complaint, event }
  const { to, agency, reason } = handover
  return { type: 'HandoverRequested', complaint, epoch, request: event.id, to, agency, reason, dossier, event }
}
