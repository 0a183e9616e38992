import type { Sql } from '@lawang/member/store/database'
import { feedEventsOf, listingOf } from '../directory/project.ts'
import { saveListings } from '../directory/save-listings.ts'
import { appendFeed } from './append-feed.ts'
import type { Decision, HubContext } from './decision.ts'
import { postMail } from './post-mail.ts'
import { latestOf, saveDecisions } from './save-decisions.ts'

/** What a transaction has made new for others, told after its commit. */
export interface Written {
  readonly mailed: ReadonlySet<string>
  readonly fed: boolean
}

/** Writes decisions with all that follows from them: register, directory, feed and mail stand or fall together. */
export async function writeDecisions(sql: Sql, decisions: readonly Decision[], context: HubContext): Promise<Written> {
  await saveDecisions(sql, decisions)
  const moved = decisions.filter(({ appended, requests }) => appended.length > 0 || requests.length > 0)
  await saveListings(sql, latestOf(moved).map(listingOf), context.now)
  const events = decisions.flatMap(({ register, appended }) => (register ? feedEventsOf(register, appended) : []))
  await appendFeed(sql, events)
  const letters = decisions.flatMap(({ mail }) => mail)
  const mailed = await postMail(sql, letters, context.network, context.hubIncarnation)
  return { mailed, fed: events.length > 0 }
}
