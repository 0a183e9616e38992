import { parseArgs } from 'node:util'
import { readInForce } from '@lawang/member/calendars/read-in-force'
import { loadReference } from '@lawang/member/reference/load'
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
    const shipped = loadReference()
    const { calendar: inForce } = (await readInForce(database)) ?? shipped
    const { cases, moved, calendar } = await recomputeDeadlines({
      ...{ database, reference: { ...shipped, calendar: inForce }, now: new Date(), reason },
      onProgress: (done, total) => console.log(`${done} of ${total} cases`),
    })
    console.log(`Calendar ${calendar}: ${moved} deadlines of ${cases} open cases have moved`)
  } finally {
    await database.close()
  }
}

await runCommand(main)
