import { setTimeout as delay } from 'node:timers/promises'
import type { Databases, Query } from './databases.ts'
import { HUB } from './rig.ts'

const POLL_MS = 200

/**
 * Waits until every log and every mail is read to its end, no handover waits, and every restore is over, and gives the milliseconds that it took.
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

async function unfinishedAt(hub: Query, own: Query, member: string): Promise<readonly string[]> {
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
  if (!here || !there) return [`${member} and the hub have not met`]
  return [
    ...some(behind(here.logIncarnation, here.log, there.logIncarnation, there.log), `rows of ${member}'s log`),
    ...some(behind(there.mailIncarnation, there.mail, here.mailIncarnation, here.mail), `rows of ${member}'s mail`),
    ...some(here.wishes, `handovers wait at ${member}`),
    ...(here.quarantined ? [`${member} is in quarantine`] : []),
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

function some(count: number, what: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${what}`]
}
