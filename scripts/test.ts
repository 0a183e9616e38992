import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { GATES } from './gates/all.ts'
import { withPrograms } from './gates/command.ts'
import { runGates } from './gates/run-gates.ts'
import { forgetResults, REPORTERS, readResults, roomsWithTests } from './test/room-results.ts'
import { startTestDatabase } from './test/test-database.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/**
 * `npm test`: the gates, then every room's tests on a PostgreSQL of their own. With arguments (`npm test --
 * --filter=@lawang/gateway`) only the tests that Turborepo then chooses.
 */
async function main(filters: readonly string[]): Promise<number> {
  const gates = filters.length === 0 ? await runGates(GATES, ROOT, console.log) : { passed: 0, failed: 0 }
  const rooms = roomsWithTests(ROOT)
  forgetResults(ROOT, rooms)
  const database = await startTestDatabase()
  const code = await runTests(filters, database.url).finally(database.stop)
  const results = readResults(ROOT, rooms)
  console.log('')
  for (const failure of results.flatMap(({ failures }) => failures)) console.log(`FAILED ${failure}`)
  for (const { room, passed, failed } of results) console.log(`${room.padEnd(22)} ${passed} passed, ${failed} failed`)
  const silent = filters.length > 0 ? [] : rooms.filter((room) => !results.some((result) => result.room === room))
  for (const room of silent) console.log(`${room.padEnd(22)} gave no results`)

  const sum = (kind: 'passed' | 'failed') => results.reduce((total, result) => total + result[kind], gates[kind])
  const failed = sum('failed') + silent.length
  if (code !== 0 && failed === 0) console.log(`Turborepo ended with ${code}: see above.`)
  console.log(`${sum('passed')} passed, ${failed} failed`)
  return code === 0 && failed === 0 ? 0 : 1
}

function runTests(filters: readonly string[], databaseUrl: string): Promise<number> {
  const args = [
    'run',
    'test',
    '--continue=always',
    '--concurrency=1',
    '--output-logs=new-only',
    '--no-color',
    ...filters,
  ]
  return new Promise((resolve, reject) => {
    const turbo = spawn('turbo', [...args, '--', ...REPORTERS], {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...withPrograms(ROOT), LAWANG_TEST_DATABASE_URL: databaseUrl, NO_COLOR: '1' },
    })
    // Ctrl-C reaches Turborepo too: wait until it has ended, and clear up as always.
    process.on('SIGINT', () => undefined)
    process.on('SIGTERM', () => turbo.kill('SIGTERM'))
    turbo.once('error', reject)
    turbo.once('exit', (code) => resolve(code ?? 1))
  })
}

process.exit(
  await main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error))
    return 1
  }),
)
