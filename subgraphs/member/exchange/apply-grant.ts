import type { Grant } from '@lawang/schema/exchange/messages'
import { appendEvents, verifyChain } from '../domain/chain.ts'
import { deriveCaseId } from '../domain/identifiers.ts'
import { openByGrant } from '../domain/opening.ts'
import { insertCase } from '../store/case-files.ts'
import { addToAnnex, appendToChain, replaceChain } from '../store/chains.ts'
import { highestEpoch, insertCustody, lockCustody, writeCustody } from '../store/custody.ts'
import type { Transaction } from '../store/database.ts'
import { type News, NO_NEWS } from '../store/log.ts'
import { showAtDoor } from '../use-cases/show-at-door.ts'
import type { Surroundings } from '../use-cases/surroundings.ts'
import { BrokenMail } from './mail-place.ts'

/**
 * Takes custody: the chain that came replaces any lower copy, a case is opened at the competent agency, and the chain
 * goes on with HANDED_OVER. A grant of an epoch that is not above what is known here is stale: its events go to the
 * annex and nothing else changes.
 */
export async function applyGrant(tx: Transaction, grant: Grant, around: Surroundings, now: Date): Promise<News> {
  const { complaint, to, door, epoch, chain, dossier } = grant
  if (!verifyChain(chain).intact) throw new BrokenMail(`The chain of ${complaint} that was granted is not intact`)
  const owner = { complaint, government: to }
  const former = await lockCustody(tx, owner)
  if (former && epoch <= highestEpoch(former)) {
    await addToAnnex(tx, owner, [...chain, ...grant.annex], now)
    return NO_NEWS
  }
  const custody = { state: 'HOLDING', epoch } as const
  await (former ? writeCustody(tx, owner, custody) : insertCustody(tx, owner, door, custody))
  await replaceChain(tx, owner, chain, now)
  await addToAnnex(tx, owner, grant.annex, now)

  const caseId = deriveCaseId(around.doorKey, { government: to, complaint, epoch })
  const opening = openByGrant(grant, { complaint, caseId, now, reference: around.reference })
  const ids = opening.events.map(() => around.newEventId())
  const events = appendEvents(chain.at(-1), opening.events, ids, { complaint, epoch, at: now, by: to })
  await appendToChain(tx, to, events)
  await insertCase(tx, opening.case, { epoch, dossier })
  return {
    log: events.map((event) => ({ type: 'Taken', complaint, epoch, by: to, event })),
    feed: to === door ? await showAtDoor(tx, complaint, chain, events) : [],
  }
}
