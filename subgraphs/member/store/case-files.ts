import type { CaseStatus, Dossier } from '@lawang/schema/exchange/messages'
import { agencyNameOf } from '../domain/case-copy.ts'
import type { CaseRecord } from '../domain/model.ts'
import type { ChainOwner } from './chains.ts'
import type { Transaction } from './database.ts'
import { CaseFileEntity } from './entities/case-file.ts'
import { plainJson } from './plain-json.ts'

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

/** Opens a case under a custody, with the content that the holder has. */
export async function insertCase(
  tx: Transaction,
  record: CaseRecord,
  { epoch, dossier }: { readonly epoch: number; readonly dossier: Dossier },
): Promise<void> {
  const { id, complaint, government, door, openedAt } = record
  const updatedAt = openedAt
  const opened = { id, complaint, government, door, epoch, openedAt, updatedAt, dossier: plainJson(dossier) }
  await tx.em.insert(CaseFileEntity, { ...opened, ...stateOf(record) })
}

/** Writes what an act has changed; `dossier` is the content after it. The custody is locked by the caller. */
export async function updateCase(tx: Transaction, record: CaseRecord, dossier: Dossier, now: Date): Promise<void> {
  await tx.em.nativeUpdate(
    CaseFileEntity,
    { id: record.id },
    { ...stateOf(record), dossier: plainJson(dossier), updatedAt: now },
  )
}

/** The case that a government has open for a complaint, at most one. */
export async function findOpenCase(tx: Transaction, { complaint, government }: ChainOwner) {
  return tx.em.findOne(CaseFileEntity, { complaint, government, status: { $nin: [...ENDED] } })
}
