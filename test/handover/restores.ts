import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { pick, type Random } from '../simulation/random.ts'
import type { Databases } from './databases.ts'
import { HUB, type Rig } from './rig.ts'
import type { Violation } from './violation.ts'

export interface RestoreOptions {
  readonly rig: Rig
  readonly databases: Databases
  readonly random: Random
  readonly restores: number
  /** Milliseconds that pass between a backup and the loss of the disk. */
  readonly age: number
  readonly restored: (member: string) => void
}

export interface Restored {
  readonly violations: readonly Violation[]
  readonly detected: number
  /** Complaints that nobody but the lost disk had. */
  readonly destroyed: ReadonlySet<string>
}

/** A backup is used more than once: a second restore of the same files has to be told from the first. */
const RESTORES_OF_A_BACKUP = 2
const SETTLED_WITHIN_MS = 60_000

/** Loses one member's disk after the other, the hub's too, and gives it an older copy of its database back. */
export async function restoreOn(options: RestoreOptions): Promise<Restored> {
  const { rig, databases, random, restores, age, restored } = options
  const violations: Violation[] = []
  const destroyed = new Set<string>()
  let detected = 0
  for (let done = 0; done < restores; ) {
    const member = pick(random, rig.members)
    await backUp(rig, member)
    const head = await headOf(databases, member)
    for (let use = 0; use < RESTORES_OF_A_BACKUP && done < restores; use++) {
      await delay(age)
      await untilToldSince(databases, member, head)
      const before = await incarnationsOf(databases, member)
      await rig.kill(member)
      const own = await knownTo(databases, member)
      await restore(rig, member)
      for (const complaint of await onlyKnownTo(databases, member, own)) destroyed.add(complaint)
      await rig.start(member)
      restored(member)
      done += 1
      const problem = await untilDetected(databases, member, before)
      if (problem === undefined) detected += 1
      else violations.push({ rule: 'RESTORE', text: problem })
    }
  }
  return { violations, detected, destroyed }
}

/** The member runs on, without its database for a moment: a copy is made of one that nobody is connected to. */
async function backUp(rig: Rig, member: string): Promise<void> {
  await asSuperuser(rig, async (client) => {
    const [live, backup] = namesOf(rig, member).map((name) => client.escapeIdentifier(name))
    await client.query(`DROP DATABASE IF EXISTS ${backup} WITH (FORCE)`)
    rig.outages.begin(member)
    await client.query(`ALTER DATABASE ${live} ALLOW_CONNECTIONS false`)
    try {
      await copyDatabase(client, namesOf(rig, member))
    } finally {
      await client.query(`ALTER DATABASE ${live} ALLOW_CONNECTIONS true`)
      rig.outages.end(member)
    }
  })
}

/** While the member is down; whoever else looks into the database is thrown out. */
async function restore(rig: Rig, member: string): Promise<void> {
  await asSuperuser(rig, async (client) => {
    const [live, backup] = namesOf(rig, member)
    await client.query(`DROP DATABASE ${client.escapeIdentifier(live)} WITH (FORCE)`)
    await copyDatabase(client, [backup, live])
  })
}

async function copyDatabase(client: pg.Client, [from, to]: readonly [string, string]): Promise<void> {
  await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [from])
  await client.query(`CREATE DATABASE ${client.escapeIdentifier(to)} TEMPLATE ${client.escapeIdentifier(from)}`)
}

/** Of the member's database, and of its backup. */
function namesOf(rig: Rig, member: string): readonly [live: string, backup: string] {
  const live = new URL(rig.databases.get(member) ?? '').pathname.slice(1)
  return [live, `${live}_backup`]
}

async function asSuperuser(rig: Rig, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: rig.serverUrl })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

/** What one member's database knows of, the hub's register with the hub; among `asked`, or all of it. */
async function knownTo(databases: Databases, member: string, asked?: readonly string[]): Promise<ReadonlySet<string>> {
  const tables = member === HUB ? ['custody', 'hub.register'] : ['custody']
  const rows = await Promise.all(
    tables.map((table) =>
      databases.of(member)<{ complaint: string }>(
        `SELECT complaint FROM ${table} WHERE $1::text[] IS NULL OR complaint = ANY($1)`,
        [asked],
      ),
    ),
  )
  return new Set(rows.flat().map(({ complaint }) => complaint))
}

/** What the lost disk knew and nobody does any more. */
async function onlyKnownTo(
  databases: Databases,
  member: string,
  before: ReadonlySet<string>,
): Promise<readonly string[]> {
  const after = await knownTo(databases, member)
  const lost = [...before].filter((complaint) => !after.has(complaint))
  const others = databases.members.filter((other) => other !== member)
  const elsewhere = await Promise.all(others.map((other) => knownTo(databases, other, lost)))
  return lost.filter((complaint) => !elsewhere.some((known) => known.has(complaint)))
}

interface Head {
  readonly incarnation: number
  readonly n: number
}

async function headOf(databases: Databases, member: string): Promise<Head> {
  const [head] = await databases.of(member)<Head>(
    'SELECT incarnation::float8 AS incarnation, log::float8 AS n FROM log_counter',
  )
  if (!head) throw new Error(`${member} has no log`)
  return head
}

/** A backup is older than the database only when something has left the house since: until then both are the same. */
async function untilToldSince(databases: Databases, member: string, { incarnation, n }: Head): Promise<void> {
  const deadline = performance.now() + SETTLED_WITHIN_MS
  while (performance.now() < deadline) {
    const [read] = await databases.of(HUB)<Head>(
      'SELECT log_incarnation::float8 AS incarnation, log_n::float8 AS n FROM hub.party WHERE name = $1',
      [member],
    )
    if (read && (read.incarnation > incarnation || (read.incarnation === incarnation && read.n > n))) return
    await delay(100)
  }
  throw new Error(`${member} has told the hub nothing since its backup`)
}

interface Incarnations {
  readonly member: number
  readonly hub: number
}

async function incarnationsOf(databases: Databases, member: string): Promise<Incarnations> {
  const [own] = await databases.of(member)<{ incarnation: number }>(
    'SELECT incarnation::float8 AS incarnation FROM log_counter',
  )
  const [hub] = await databases.of(HUB)<{ incarnation: number }>(
    'SELECT incarnation::float8 AS incarnation FROM hub.counter',
  )
  return { member: own?.incarnation ?? 0, hub: hub?.incarnation ?? 0 }
}

/** Waits until the restored server has taken a new incarnation; gives a sentence when it does not. */
async function untilDetected(databases: Databases, member: string, before: Incarnations): Promise<string | undefined> {
  const deadline = performance.now() + SETTLED_WITHIN_MS
  for (;;) {
    const now = await incarnationsOf(databases, member)
    const isDetected = now.member > before.member && (member !== HUB || now.hub > before.hub)
    if (isDetected) return undefined
    if (performance.now() > deadline) return `${member} has not noticed that its database is an older one`
    await delay(200)
  }
}
