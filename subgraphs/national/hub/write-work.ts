import type { Sql } from '@lawang/member/store/database'
import { feedEventsOf, listingOf } from '../directory/project.ts'
import { saveListings } from '../directory/save-listings.ts'
import { appendFeed } from './append-feed.ts'
import type { DeskWork } from './desk.ts'
import { type HubMemory, saveMemory } from './hub-memory.ts'
import { postMail } from './mail.ts'
import { chainChange, type RegisterChange } from './register-change.ts'
import { saveRegister } from './save-register.ts'

/** Writes all that follows from the steps of one transaction, and returns what the hub then remembers. */
export async function writeWork(sql: Sql, before: HubMemory, work: DeskWork, at: Date): Promise<HubMemory> {
  const { changes, letters } = work
  await saveRegister(sql, changes)
  const listed = changes.filter(isListedAnew).flatMap(({ after }) => listingOf(after) ?? [])
  await saveListings(sql, listed, at)
  const events = changes.flatMap((change) => feedEventsOf(change.after, chainChange(change).appended))
  const feed = await appendFeed(sql, before.feed, events)
  await postMail(sql, letters)
  const memory = { ...work.memory, feed }
  await saveMemory(sql, before, memory, at)
  return memory
}

/** What the directory shows of a complaint comes from its chain and its holder. */
function isListedAnew({ before, after }: RegisterChange): boolean {
  return before?.holder !== after.holder || before.chain !== after.chain
}
