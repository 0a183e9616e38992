import type { CaseStatus, Dossier } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import { agencyNameOf } from '../domain/case-copy.ts'
import type { CaseSummary } from '../domain/model.ts'
import type { ChainOwner } from './chains.ts'
import type { Transaction } from './database.ts'
import { CaseFileEntity } from './entities/case-file.ts'

/** A case as it is opened: under which custody, with which content. */
export interface OpenedCase {
  readonly summary: CaseSummary
  readonly complaint: string
  readonly government: GovernmentCode
  readonly door: GovernmentCode
  readonly epoch: number
  readonly dossier: Dossier
}

export async function insertCase(tx: Transaction, opened: OpenedCase): Promise<void> {
  const { summary, dossier, complaint, government, door, epoch } = opened
  await tx.em.insert(CaseFileEntity, {
    id: summary.id,
    complaint,
    government,
    door,
    epoch,
    status: summary.status,
    openedAt: summary.openedAt,
    updatedAt: summary.openedAt,
    deadlineAt: summary.deadline?.at ?? null,
    deadlineClock: summary.deadline?.clock ?? null,
    agencyId: summary.agency.id,
    agency: agencyNameOf(summary.agency),
    dossier,
  })
}

const ENDED: readonly CaseStatus[] = ['HANDED_OVER', 'ARCHIVED', 'CLOSED']

/** Ends the government's open case of a complaint that it has given away: nothing runs on it any more. */
export async function endHandedOverCase(tx: Transaction, owner: ChainOwner, now: Date): Promise<void> {
  const { complaint, government } = owner
  await tx.em.nativeUpdate(
    CaseFileEntity,
    { complaint, government, status: { $nin: [...ENDED] } },
    { status: 'HANDED_OVER', deadlineAt: null, deadlineClock: null, updatedAt: now },
  )
}
