import type { EventCopied, View } from '@lawang/schema/exchange/messages'
import { verifyChain } from '../domain/chain.ts'
import { addToAnnex, appendToChain, readChain, replaceChain } from '../store/chains.ts'
import { lockCustody } from '../store/custody.ts'
import type { Transaction } from '../store/database.ts'
import { type News, NO_NEWS } from '../store/log.ts'
import { isDoor } from '../use-cases/door.ts'
import { showAtDoor } from '../use-cases/show-at-door.ts'
import { noteHolder } from './note-holder.ts'

/**
 * The holder's next event, for the door's copy of the chain and its public record. What does not continue the copy, or
 * is no part of the chain by the hub's word, is kept in the annex and shown to nobody.
 */
export async function applyEvent(tx: Transaction, copied: EventCopied, now: Date): Promise<News> {
  const { complaint, government, canonical, event } = copied
  const owner = { complaint, government }
  await lockCustody(tx, owner)
  const chain = await readChain(tx, owner)
  if (chain[event.seq]?.id === event.id) return NO_NEWS
  const continues = canonical && isDoor(owner) && verifyChain([event], chain.at(-1)).intact
  if (!continues) {
    await addToAnnex(tx, owner, [event], now)
    return NO_NEWS
  }
  await appendToChain(tx, government, [event])
  return { log: [], feed: await showAtDoor(tx, complaint, chain, [event]) }
}

/** Who holds now, by the hub's register; and after a restore the chain again. */
export async function applyView(tx: Transaction, view: View, now: Date): Promise<News> {
  const { complaint, government, holder, epoch } = view
  const owner = { complaint, government }
  await lockCustody(tx, owner)
  await noteHolder(tx, owner, { holder, epoch })
  if (view.chain) await replaceChain(tx, owner, view.chain, now)
  if (view.annex) await addToAnnex(tx, owner, view.annex, now)
  return NO_NEWS
}
