import { setTimeout as delay } from 'node:timers/promises'
import type { Databases, Query } from './databases.ts'
import { HUB } from './rig.ts'

/** What is still under way between a member and the hub; all empty at rest. */
interface Unfinished {
  readonly member: string
  /** Rows of its log that the hub has not read. */
  readonly log: number
  /** Rows of its mail that it has not read. */
  readonly mail: number
}

const POLL_MS = 200

/**
 * Waits until every log and every mail is read to its end and no handover waits, and gives the milliseconds that it took.
 * Throws a sentence that names what is left when `within` milliseconds are over.
 */
export async function untilAtRest(databases: Databases, within: number): Promise<number> {
  const began = performance.now()
  for (;;) {
    const left = await unfinished(databases).catch((error: unknown) => [String(error)])
    const took = performance.now() - began
    if (left.length === 0) return took
    if (took > within) throw new Error(`Not at rest after ${Math.round(took / 1000)} s: ${left.join('; ')}`)
    await delay(POLL_MS)
  }
}

async function unfinished(databases: Databases): Promise<readonly string[]> {
  const hub = databases.of(HUB)
  const exchanges = await Promise.all(databases.members.map((member) => exchangeOf(hub, databases.of(member), member)))
  const waiting = await hub<{ count: number }>(
    `SELECT count(*)::float8 AS count FROM hub.request WHERE outcome = 'OPEN'`,
  )
  const requests = waiting[0]?.count ?? 0
  return [
    ...exchanges
      .filter(({ log, mail }) => log !== 0 || mail !== 0)
      .map(({ member, log, mail }) => `${member} has ${log} rows unread by the hub and ${mail} rows of mail`),
    ...(requests > 0 ? [`${requests} handovers wait`] : []),
  ]
}

async function exchangeOf(hub: Query, own: Query, member: string): Promise<Unfinished> {
  const [heads] = await own<{ log: number; incarnation: number; mail: number; hub: number }>(
    `SELECT log_counter.log::float8 AS log, log_counter.incarnation::float8 AS incarnation, mail_cursor.n::float8 AS mail,
            mail_cursor.incarnation::float8 AS hub
     FROM log_counter, mail_cursor`,
  )
  const [read] = await hub<{ log: number; incarnation: number; mail: number; hub: number }>(
    `SELECT member.log::float8 AS log, member.incarnation::float8 AS incarnation, member.mail::float8 AS mail, counter.incarnation::float8 AS hub
     FROM hub.member, hub.counter WHERE member.name = $1`,
    [member],
  )
  if (!heads || !read) return { member, log: 1, mail: 1 }
  return {
    member,
    log: heads.incarnation === read.incarnation ? heads.log - read.log : heads.log,
    mail: heads.hub === read.hub ? read.mail - heads.mail : read.mail,
  }
}
