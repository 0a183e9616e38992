import { Refusal } from '@lawang/schema/errors'
import { clientOf, deriveFollowSecret, hashSecret } from '../domain/identifiers.ts'
import type { Actor } from '../domain/model.ts'
import { addFollower, countFollowers, removeFollower } from '../store/followers.ts'
import type { Surroundings } from './surroundings.ts'

export interface Follow {
  readonly complaint: string
  /** Same key: the same follower. */
  readonly idempotencyKey?: string
}

export interface Following {
  readonly complaint: string
  readonly secret: string
  readonly followers: number
}

/**
 * Counts somebody in who would otherwise have filed the same again. Nothing is kept of them but the hash of a secret, with
 * which they can be counted out. Refuses NOT_FOUND, alike for what is confidential.
 */
export async function followComplaint(around: Surroundings, follow: Follow, actor: Actor): Promise<Following> {
  const { complaint, idempotencyKey } = follow
  const secret = deriveFollowSecret(around.doorKey, complaint, {
    ...(idempotencyKey === undefined ? { random: around.randomness() } : { client: clientOf(actor), idempotencyKey }),
  })
  const isPublic = await addFollower(around.database, complaint, hashSecret(secret), around.now())
  if (!isPublic) throw new Refusal('NOT_FOUND')
  const [followers = 0] = await countFollowers(around.database, [complaint])
  return { complaint, secret, followers }
}

/** Counts a follower out. Refuses RECEIPT_NOT_RECOGNISED for a secret that follows nothing here. */
export async function unfollowComplaint(
  { database }: Surroundings,
  { complaint, secret }: { readonly complaint: string; readonly secret: string },
): Promise<number> {
  if (!(await removeFollower(database, complaint, hashSecret(secret)))) throw new Refusal('RECEIPT_NOT_RECOGNISED')
  const [followers = 0] = await countFollowers(database, [complaint])
  return followers
}
