import type { Sql } from '@lawang/member/store/database'
import { feedEventsOf, listingOf } from '../directory/project.ts'
import { saveListings } from '../directory/save-listings.ts'
import { appendFeed } from './append-feed.ts'
import type { Decision, HubContext, Outgoing } from './decision.ts'
import { postMail } from './post-mail.ts'
import type { CommittedRows } from './publication.ts'
import { latestOf, saveDecisions } from './save-decisions.ts'

/** What a transaction has made new for others, told after its commit. */
export interface Written {
  /** Who has mail, with the number of its last row. */
  readonly mailed: ReadonlyMap<string, number>
  /** What was added to the feed, and the doors that are told of it. */
  readonly shown?: CommittedRows
}

/** Writes decisions with all that follows from them: register, directory, feed and mail stand or fall together. */
export async function writeDecisions(sql: Sql, decisions: readonly Decision[], context: HubContext): Promise<Written> {
  await saveDecisions(sql, decisions)
  const moved = decisions.filter(({ appended, requests }) => appended.length > 0 || requests.length > 0)
  await saveListings(sql, latestOf(moved).map(listingOf), context.now)
  const events = decisions.flatMap(({ register, appended }) => (register ? feedEventsOf(register, appended) : []))
  const last = await appendFeed(sql, events)
  const letters = decisions.flatMap(({ mail }) => mail)
  const mailed = await postMail(sql, letters, context.network, context.hubIncarnation)
  return { mailed, ...(last === undefined ? {} : { shown: { last, told: doorsTold(letters, mailed, context) } }) }
}

/** The members in contact whose doors get a copy of an event. */
function doorsTold(
  letters: readonly Outgoing[],
  mailed: Written['mailed'],
  { network }: HubContext,
): CommittedRows['told'] {
  const told = new Map<string, number>()
  for (const { to, message } of letters) {
    const member = network.memberOf(to)
    const last = member === undefined ? undefined : mailed.get(member)
    const isTold = message.type === 'Event' && message.canonical && network.inContact(to)
    if (isTold && member !== undefined && last !== undefined) told.set(member, last)
  }
  return told
}
