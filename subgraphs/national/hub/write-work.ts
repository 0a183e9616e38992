import type { ClockContext } from '@lawang/member/domain/clocks'
import type { Transaction } from '@lawang/member/store/database'
import { feedEventsOf, listingOf } from '../directory/project.ts'
import { saveListings } from '../directory/save-listings.ts'
import { saveWords } from '../directory/save-words.ts'
import { saveDays } from '../rollup/save-days.ts'
import { recountCells, saveRecapCells } from '../rollup/save-recap-cells.ts'
import { tellOverdue } from '../watch/trouble-channel.ts'
import { appendFeed } from './append-feed.ts'
import type { DeskWork } from './desk.ts'
import { type HubMemory, saveMemory } from './hub-memory.ts'
import { postMail } from './mail.ts'
import { chainChange, type RegisterChange } from './register-change.ts'
import { recount, saveCounts } from './save-counts.ts'
import { saveRegister } from './save-register.ts'

/**
 * Sends all that follows from the steps of one transaction, and returns what the hub remembers once it is committed.
 * Nothing here waits for an answer: it goes to the database in one breath with the COMMIT.
 */
export function writeWork(
  tx: Transaction,
  before: HubMemory,
  work: DeskWork,
  { at, clocks }: { readonly at: Date; readonly clocks: ClockContext },
): HubMemory {
  const { changes, letters } = work
  saveRegister(tx, changes)
  const listed = changes.filter(isListedAnew).flatMap(({ after }) => listingOf(after) ?? [])
  saveListings(tx, listed, at)
  saveWords(tx, changes)
  if (work.isRestored) recountCells(tx)
  else saveRecapCells(tx, changes)
  saveDays(tx, changes, clocks)
  const events = changes.flatMap((change) => feedEventsOf(change.after, chainChange(change).appended))
  const feed = appendFeed(tx, before.feed, events)
  postMail(tx, letters)
  if (work.isRestored) recount(tx)
  else saveCounts(tx, changes)
  tellOverdue(tx, changes)
  const memory = { ...work.memory, feed }
  saveMemory(tx, before, memory, at)
  return memory
}

/** What the directory shows of a complaint comes from its chain and its holder. */
function isListedAnew({ before, after }: RegisterChange): boolean {
  return before?.holder !== after.holder || before.chain !== after.chain
}
