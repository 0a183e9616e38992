import type { GovernmentCode } from '@lawang/schema/region'
import type { ChainOwner } from '../store/chains.ts'
import type { Transaction } from '../store/database.ts'
import { ComplaintEntity } from '../store/entities/complaint.ts'

/**
 * Notes in the door's record who holds the complaint by the hub's register, unless it knows of a later epoch. Changes
 * nothing for a government that is not the complaint's door.
 */
export async function noteHolder(
  tx: Transaction,
  { complaint, government }: ChainOwner,
  { holder, epoch }: { readonly holder: GovernmentCode; readonly epoch: number },
): Promise<void> {
  await tx.em.nativeUpdate(
    ComplaintEntity,
    { id: complaint, door: government, epoch: { $lt: epoch } },
    { holder, epoch },
  )
}
