import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { putIntoForce } from '@lawang/member/calendars/add-calendar'
import { addShipped } from '@lawang/member/calendars/open-calendars'
import { readInForce } from '@lawang/member/calendars/read-in-force'
import { loadReference } from '@lawang/member/reference/load'
import { readVersions } from '@lawang/member/store/calendars'
import type { Database } from '@lawang/member/store/database'
import { openMemberDatabase } from '@lawang/member/store/member-database'
import { recomputeDeadlines } from '@lawang/member/use-cases/recompute-deadlines'
import { runCommand } from './run-command.ts'

/**
 * `npm run calendar -- --database URL` lists the versions of the working-day calendar in a member's database, the one in
 * force first. With `--table days-off.csv --reason "SKB 933/2025"` it puts that table into force, whole, as
 * subgraphs/member/reference/calendar.csv is one; the open deadlines are computed by it, with a trail of those that moved,
 * and running servers count by it within seconds. `DATABASE_URL` names the database when `--database` does not.
 */
const { values } = parseArgs({
  options: {
    table: { type: 'string' },
    reason: { type: 'string' },
    database: { type: 'string', default: process.env.DATABASE_URL },
  },
})

async function main(): Promise<void> {
  const { table, reason, database: url } = values
  if (!url) throw new Error('--database is missing: name the PostgreSQL database of the member.')
  if (table !== undefined && !reason) throw new Error('--reason is missing: name the decree that changed the days off.')
  const database = await openMemberDatabase(url)
  try {
    if (table !== undefined && reason) await change(database, table, reason)
    else await list(database)
  } finally {
    await database.close()
  }
}

async function list(database: Database): Promise<void> {
  const versions = await readVersions(database)
  if (versions.length === 0) console.log('No server has counted by a calendar here yet.')
  for (const { version, reason, addedAt, days } of versions) {
    console.log(`${version}  ${days} days off  added ${addedAt.toISOString()}  ${reason}`)
  }
}

async function change(database: Database, table: string, reason: string): Promise<void> {
  const now = new Date()
  const shipped = loadReference()
  // Else a server that starts here for the first time would add it after this one.
  await addShipped(database, shipped, now)
  const proposed = { name: table, text: readFileSync(table, 'utf8'), reason, now }
  const { version, added, daysAdded, daysRemoved } = await putIntoForce(database, proposed)
  console.log(
    added ? `Calendar ${version} is in force` : `Calendar ${version} had been added before: nothing is changed`,
  )
  console.log(
    `Off now: ${daysAdded.join(', ') || 'nothing more'}. Working days now: ${daysRemoved.join(', ') || 'none more'}.`,
  )
  const { calendar } = (await readInForce(database)) ?? shipped
  const reference = { ...shipped, calendar }
  const { cases, moved } = await recomputeDeadlines({
    ...{ database, reference, now, reason },
    onProgress: (done, total) => console.log(`${done} of ${total} cases`),
  })
  console.log(`${moved} deadlines of ${cases} open cases have moved`)
}

await runCommand(main)
