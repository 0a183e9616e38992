import { parseArgs } from 'node:util'
import type { Reference } from '@lawang/member/domain/model'
import { loadReference } from '@lawang/member/reference/load'
import { calendarOf } from '@lawang/member/reference/read-calendar'
import { readNewestCalendar } from '@lawang/member/store/calendars'
import type { Database } from '@lawang/member/store/database'
import { openMemberDatabase } from '@lawang/member/store/member-database'
import { recomputeDeadlines } from '@lawang/member/use-cases/recompute-deadlines'
import { runCommand } from './run-command.ts'

/**
 * `npm run recompute-deadlines -- --reason TEXT [--database URL]`: computes the deadlines of all open cases in a member's
 * database by the calendar that is in force there, and writes a trail of those that moved. `DATABASE_URL` names the database
 * when `--database` does not. It can be stopped and run again at any time.
 */
const { values } = parseArgs({
  options: { reason: { type: 'string' }, database: { type: 'string', default: process.env.DATABASE_URL } },
})

async function main(): Promise<void> {
  const { reason, database: url } = values
  if (!reason) throw new Error('--reason is missing: name the decree that changed the days off.')
  if (!url) throw new Error('--database is missing: name the PostgreSQL database of the member.')
  const database = await openMemberDatabase(url)
  try {
    const { cases, moved, calendar } = await recomputeDeadlines({
      ...{ database, reference: await inForce(database), now: new Date(), reason },
      onProgress: (done, total) => console.log(`${done} of ${total} cases`),
    })
    console.log(`Calendar ${calendar}: ${moved} deadlines of ${cases} open cases have moved`)
  } finally {
    await database.close()
  }
}

async function inForce(database: Database): Promise<Reference> {
  const shipped = loadReference()
  const newest = await readNewestCalendar(database)
  return newest ? { ...shipped, calendar: calendarOf(newest.version, newest.days) } : shipped
}

await runCommand(main)
