import type { Released, Withdrawn } from '@lawang/schema/exchange/messages'
import { appendEvent } from '../domain/chain.ts'
import { closeByRelease } from '../domain/opening.ts'
import { findOpenCase, updateCase } from '../store/case-files.ts'
import { appendToChain, cutChain, readChain } from '../store/chains.ts'
import { highestEpoch, lockCustody, writeCustody } from '../store/custody.ts'
import type { Transaction } from '../store/database.ts'
import { type News, NO_NEWS } from '../store/log.ts'
import { toCaseRecord } from '../store/records.ts'
import { isDoor } from '../use-cases/door.ts'
import { showAtDoor } from '../use-cases/show-at-door.ts'
import type { Surroundings } from '../use-cases/surroundings.ts'
import { noteHolder } from './note-holder.ts'

/**
 * The government has given custody away: it may not act any more, its case has ended, and its chain ends where the hub
 * read it when custody moved; what it wrote beyond goes to the annex.
 */
export async function applyReleased(tx: Transaction, released: Released, now: Date): Promise<News> {
  const { complaint, government, newEpoch, to, length } = released
  const owner = { complaint, government }
  const custody = await lockCustody(tx, owner)
  if (!custody || newEpoch <= highestEpoch(custody)) return NO_NEWS
  await writeCustody(tx, owner, { state: 'RELEASED', epoch: custody.epoch, newEpoch, to })
  await cutChain(tx, owner, length, now)
  const open = await findOpenCase(tx, owner)
  if (open) await updateCase(tx, closeByRelease(toCaseRecord(open)), open.dossier, now)
  await noteHolder(tx, owner, { holder: to, epoch: newEpoch })
  return NO_NEWS
}

/** Exactly the request that is open has ended without a receiver: the government holds and acts again. */
export async function applyWithdrawn(
  tx: Transaction,
  { complaint, government, request }: Withdrawn,
  around: Surroundings,
  now: Date,
): Promise<News> {
  const owner = { complaint, government }
  const custody = await lockCustody(tx, owner)
  if (custody?.state !== 'OFFERING' || custody.request !== request) return NO_NEWS
  const { epoch } = custody
  const chain = await readChain(tx, owner)
  const tip = chain.at(-1)
  if (!tip) throw new Error(`${complaint} is offered without a chain`)
  const { status, handledBy } = tip.data
  const event = appendEvent(
    tip,
    { type: 'RESUMED', data: { status, handledBy, case: tip.data.case } },
    { id: around.newEventId(), complaint, epoch, at: now, by: government },
  )
  await writeCustody(tx, owner, { state: 'HOLDING', epoch })
  await appendToChain(tx, government, [event])
  return {
    log: [{ type: 'Resumed', complaint, epoch, event }],
    feed: isDoor(owner) ? await showAtDoor(tx, complaint, chain, [event]) : [],
  }
}
