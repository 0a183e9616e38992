import { setTimeout as delay } from 'node:timers/promises'
import type { Databases, Query } from './databases.ts'
import { HUB } from './rig.ts'

const POLL_MS = 200

/**
 * Waits until every log and every mail is read to its end, no handover waits, and every restore is over, and gives the
 * milliseconds that it took. There may be much to do: it throws a sentence that names what is left when that has not
 * become less for `within` milliseconds.
 */
export async function untilAtRest(databases: Databases, within: number): Promise<number> {
  const began = performance.now()
  let least = Number.POSITIVE_INFINITY
  let nearedAt = began
  for (;;) {
    const left = await unfinished(databases).catch((error: unknown) => String(error))
    const now = performance.now()
    const count = typeof left === 'string' ? Number.POSITIVE_INFINITY : left.reduce((sum, some) => sum + some.count, 0)
    if (count === 0) return now - began
    if (count < least) {
      least = count
      nearedAt = now
    }
    if (now - nearedAt > within) {
      const told = typeof left === 'string' ? left : left.map((some) => `${some.count} ${some.what}`).join('; ')
      throw new Error(`Not at rest after ${Math.round((now - began) / 1000)} s: ${told}`)
    }
    await delay(POLL_MS)
  }
}

/** Something that is not at rest yet, and how often. */
interface Left {
  readonly count: number
  readonly what: string
}

async function unfinished(databases: Databases): Promise<readonly Left[]> {
  const hub = databases.of(HUB)
  const ofMembers = await Promise.all(
    databases.members.map((member) => unfinishedAt(hub, databases.of(member), member)),
  )
  const [register] = await hub<{ open: number; unsettled: number; recovering: number }>(
    `SELECT count(*) FILTER (WHERE request IS NOT NULL)::float8 AS open,
            count(*) FILTER (WHERE phase = 'UNSETTLED')::float8 AS unsettled,
            (SELECT count(*) FROM hub.counter WHERE recovery IS NOT NULL)::float8 AS recovering
     FROM hub.register`,
  )
  if (!register) throw new Error('The register could not be counted')
  return [
    ...ofMembers.flat(),
    ...some(register.open, 'handovers wait'),
    ...some(register.unsettled, 'complaints are not settled'),
    ...some(register.recovering, 'hub has not recovered'),
  ]
}

async function unfinishedAt(hub: Query, own: Query, member: string): Promise<readonly Left[]> {
  const [here] = await own<Heads & { wishes: number; quarantined: boolean }>(
    `SELECT log_counter.incarnation::float8 AS "logIncarnation", log_counter.log::float8 AS log,
            mail_cursor.incarnation::float8 AS "mailIncarnation", mail_cursor.n::float8 AS mail,
            (SELECT count(*) FROM custody WHERE wish IS NOT NULL)::float8 AS wishes, hub_contact.quarantined
     FROM log_counter, mail_cursor, hub_contact`,
  )
  const [there] = await hub<Heads>(
    `SELECT party.log_incarnation::float8 AS "logIncarnation", party.log_n::float8 AS log,
            counter.incarnation::float8 AS "mailIncarnation", party.mail::float8 AS mail
     FROM hub.party, hub.counter WHERE party.name = $1`,
    [member],
  )
  if (!here || !there) return some(1, `meeting of ${member} and the hub to come`)
  return [
    ...some(behind(here.logIncarnation, here.log, there.logIncarnation, there.log), `rows of ${member}'s log`),
    ...some(behind(there.mailIncarnation, there.mail, here.mailIncarnation, here.mail), `rows of ${member}'s mail`),
    ...some(here.wishes, `handovers wait at ${member}`),
    ...some(here.quarantined ? 1 : 0, `quarantine of ${member} to end`),
  ]
}

/** A log's head as its writer has it and as its reader has it, both of the same form. */
interface Heads {
  readonly logIncarnation: number
  readonly log: number
  readonly mailIncarnation: number
  readonly mail: number
}

function behind(incarnation: number, head: number, readIncarnation: number, read: number): number {
  return incarnation === readIncarnation ? head - read : Math.max(head, 1)
}

function some(count: number, what: string): readonly Left[] {
  return count === 0 ? [] : [{ count, what }]
}
