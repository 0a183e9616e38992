import type { GovernmentCode } from '@lawang/schema/region'
import { LockMode } from '@mikro-orm/core'
import type { Custody } from '../domain/model.ts'
import type { ChainOwner } from './chains.ts'
import type { Transaction } from './database.ts'
import { CustodyEntity } from './entities/custody.ts'
import { fromCustody, toCustody } from './records.ts'

/**
 * Takes the lock under which everything about a complaint at a government is decided: every writer locks the custody
 * row first. Undefined when the government never had custody; a door has had it from the filing on.
 */
export async function lockCustody(tx: Transaction, owner: ChainOwner): Promise<Custody | undefined> {
  const { complaint, government } = owner
  const row = await tx.em.findOne(
    CustodyEntity,
    { complaint, government },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  )
  return row ? toCustody(row) : undefined
}

/** The first custody of a government: at filing, or when it is granted. */
export async function insertCustody(
  tx: Transaction,
  { complaint, government }: ChainOwner,
  door: GovernmentCode,
  custody: Custody,
): Promise<void> {
  await tx.em.insert(CustodyEntity, { complaint, government, door, ...fromCustody(custody) })
}

/** Changes a custody that is locked. */
export async function writeCustody(tx: Transaction, owner: ChainOwner, custody: Custody): Promise<void> {
  const { complaint, government } = owner
  await tx.em.nativeUpdate(CustodyEntity, { complaint, government }, fromCustody(custody))
}

/** The highest epoch that a custody knows of: messages of a lower one are stale. */
export function highestEpoch(custody: Custody): number {
  return custody.state === 'RELEASED' ? custody.newEpoch : custody.epoch
}
