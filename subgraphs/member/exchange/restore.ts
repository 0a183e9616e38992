import { NO_LEASE } from '@lawang/schema/exchange/lease'
import { type HighWater, isRestored } from '@lawang/schema/exchange/member-exchange'
import { hasPast, readMember } from '../store/member-row.ts'
import { inEveryCustody } from '../use-cases/in-custody.ts'
import type { Surroundings } from '../use-cases/surroundings.ts'
import type { HighWaterFile } from './high-water-file.ts'
import type { LeaseKeeper } from './lease-keeper.ts'

export interface RestoreContext {
  readonly around: Surroundings
  readonly lease: LeaseKeeper
  readonly highWater: HighWaterFile
  /** Told of the incarnation that a restored database has taken. */
  readonly onRestored?: (incarnation: number) => void
}

/**
 * What every process does before it serves: takes over the lease of the file, and looks whether the database is an
 * older one than the server has had. `told` is an operator's word that it is. True when it was.
 */
export async function beginLife(context: RestoreContext, told: boolean): Promise<boolean> {
  const { around, lease, highWater } = context
  const file = await highWater.read()
  const { member, logHead } = await readMember(around.database, around.name)
  const restored =
    told || (isRestored(file, member, logHead) && (file !== undefined || (await hasPast(around.database))))
  if (restored) await beginAnew(context, file, member.incarnation)
  else if (file) lease.replace(file.mark)
  return restored
}

/** The hub has read rows that this database does not have: the file was restored with it, and could not tell. */
export async function beginAnewBehind(context: RestoreContext, incarnation: number): Promise<void> {
  const { member } = await readMember(context.around.database, context.around.name)
  await takeIncarnation(context, Math.max(member.incarnation, incarnation) + 1)
}

async function beginAnew(context: RestoreContext, file: HighWater | undefined, known: number): Promise<void> {
  // Without the file nobody knows the last incarnation: the seconds of the wall clock are above all of them.
  const least = file ? file.incarnation : Math.floor(context.around.now().getTime() / 1_000)
  await takeIncarnation(context, Math.max(known, least) + 1)
}

async function takeIncarnation(context: RestoreContext, incarnation: number): Promise<void> {
  const { around, lease, highWater, onRestored } = context
  lease.replace(NO_LEASE)
  await inEveryCustody(around, { type: 'Restore', incarnation })
  const { member, logHead } = await readMember(around.database, around.name)
  await highWater.raise({ incarnation, logHead, mailCursor: member.mailCursor, mark: lease.mark() })
  onRestored?.(incarnation)
}
