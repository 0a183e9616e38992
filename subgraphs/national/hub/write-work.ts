import type { ClockContext } from '@lawang/member/domain/clocks'
import type { Transaction } from '@lawang/member/store/database'
import type { Register } from '@lawang/schema/exchange/register'
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
import { candidateOf, saveRegister } from './save-register.ts'

interface Writing {
  /** The process that may write. */
  readonly writer: string
  /** The wall clock. */
  readonly at: Date
  readonly clocks: ClockContext
}

/**
 * Sends all that follows from the steps of one transaction, and returns what the hub remembers once it is committed.
 * Nothing here waits for an answer: it goes to the database in one breath with the COMMIT.
 */
export function writeWork(
  tx: Transaction,
  before: HubMemory,
  work: DeskWork,
  { writer, at, clocks }: Writing,
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
  const memory = { ...work.memory, feed, waiting: before.waiting + waitingMore(changes) }
  saveMemory(tx, writer, before, memory, at)
  return memory
}

/** By how many more complaints wait for a government in its turn. */
function waitingMore(changes: readonly RegisterChange[]): number {
  return changes.reduce((sum, { before, after }) => sum + waits(after) - (before ? waits(before) : 0), 0)
}

function waits(register: Register): 0 | 1 {
  return candidateOf(register) === undefined ? 0 : 1
}

/** What the directory shows of a complaint comes from its chain and its holder. */
function isListedAnew({ before, after }: RegisterChange): boolean {
  return before?.holder !== after.holder || before.chain !== after.chain
}
