import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { civilDayOf, endOfDay, isCivilDay } from '@lawang/member/domain/civil-day'
import { createReplay, type Replay, textOf } from '@lawang/member/domain/competence-replay'
import { type LoadedReference, loadReference, withRules } from '@lawang/member/reference/load'
import { requireDefaults } from '@lawang/member/reference/read-competence-tables'
import { readRules } from '@lawang/member/reference/read-tables'
import { openDatabase } from '@lawang/member/store/database'
import { readReplayed } from '@lawang/member/store/replayed-complaints'
import { NATION } from '@lawang/schema/region'
import { runCommand } from './run-command.ts'

/**
 * `npm run replay-competence -- --table proposed.csv --from 2026-07-01 --to 2026-09-30 [--database URL]`: decides the
 * complaints that were filed on these days by a proposed competence table, and prints what would move. It only reads.
 * Of the national member's database it replays the whole country, of another's what was filed at its doors.
 * `DATABASE_URL` names the database when `--database` does not.
 */
const { values } = parseArgs({
  options: {
    table: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    database: { type: 'string', default: process.env.DATABASE_URL },
  },
})

const DAY = 24 * 60 * 60 * 1000

async function main(): Promise<void> {
  const { table, from, to, database: url } = values
  if (!table) throw new Error('--table is missing: name the CSV file of the proposed rules.')
  if (!from || !to || !isCivilDay(from) || !isCivilDay(to)) {
    throw new Error('--from and --to are days, both inclusive: --from 2026-07-01 --to 2026-09-30.')
  }
  if (!url) throw new Error('--database is missing: name the PostgreSQL database of the member.')
  const current = loadReference()
  const now = new Date()
  const proposed = readProposed(table, current)
  const replay = createReplay({ current, proposed, now })
  const database = await openDatabase({ url, entities: [], migrations: [], migrationTable: 'none', connections: 1 })
  try {
    const period = { from: new Date(endOfDay(from, NATION).getTime() - DAY), before: endOfDay(to, NATION) }
    await readReplayed(database, period, (complaint) => replay.add(complaint))
  } finally {
    await database.close()
  }
  print(
    replay.result(),
    `${table} against ${current.rulesOn(civilDayOf(now, NATION)).table.version}, filed ${from} to ${to}`,
  )
}

/** Every category needs a rule without a detail, and it stands last. */
function readProposed(path: string, current: LoadedReference): LoadedReference {
  const rules = readRules(readFileSync(path, 'utf8'))
  const proposed = withRules(current, rules, { version: path, validFrom: '9999-12-31' })
  requireDefaults(proposed.competence, current.categories)
  return proposed
}

function print({ replayed, undecided, moved, moves, byCategory }: Replay, title: string): void {
  console.log(title)
  console.log(`${replayed} complaints replayed, ${undecided} without a category left out, ${moved} would move`)
  for (const [category, group] of Map.groupBy(moves, (move) => move.category)) {
    const total = group.reduce((sum, { count }) => sum + count, 0)
    console.log(`\n${category}: ${total} of ${byCategory.get(category)}`)
    for (const { from, to, count, samples } of group) {
      console.log(`  ${count}  ${textOf(from)} -> ${textOf(to)}  e.g. ${samples.join(' ')}`)
    }
  }
}

await runCommand(main)
