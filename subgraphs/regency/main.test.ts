import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { createTestDatabase, type TestDatabase } from '@lawang/member/store/test-database'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))

let database: TestDatabase
let folder: string
const processes: ChildProcess[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  folder = mkdtempSync(join(tmpdir(), 'lawang-regency-'))
  const key = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })
  writeFileSync(join(folder, 'jwks.json'), JSON.stringify({ keys: [key] }))
  writeFileSync(join(folder, 'door-key'), '0f'.repeat(32))
})

afterEach(() => {
  for (const each of processes.splice(0)) each.kill('SIGKILL')
})

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await database.drop()
})

/** Starts the process; nothing of this test's own environment but its PATH goes along. */
function start(changes: Record<string, string> = {}) {
  const env = {
    PATH: process.env.PATH,
    PORT: '0',
    LAWANG_MEMBER_NAME: 'kutai-timur',
    LAWANG_GOVERNMENTS: '64.08',
    LAWANG_HUB_URL: 'http://127.0.0.1:9',
    LAWANG_EXCHANGE_TOKEN: 'token',
    LAWANG_JWKS: join(folder, 'jwks.json'),
    LAWANG_DOOR_KEY: join(folder, 'door-key'),
    DATABASE_URL: database.url,
    ...changes,
  }
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  processes.push(child)
  return { child, ended: once(child, 'exit'), said: text(child.stderr) }
}

/** The port that the process logs that it listens on. */
async function portOf({ child }: ReturnType<typeof start>): Promise<number> {
  if (!child.stdout) throw new Error('The process has no output')
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    const port = /listening at http:\/\/127\.0\.0\.1:(\d+)/.exec(String(chunk))?.[1]
    if (port !== undefined) return Number(port)
  }
  throw new Error('The process ended before it listened')
}

test('a member is ready without its hub, answers its own front end, and stops when told to', {
  timeout: 90_000,
}, async () => {
  const member = start()
  const url = `http://127.0.0.1:${await portOf(member)}`
  const health = await fetch(`${url}/health`)
  expect([health.status, await health.json()]).toEqual([
    200,
    { status: 'ready', name: 'kutai-timur', tier: 'REGENCY', contract: expect.stringMatching(/^[0-9a-f]{12}$/) },
  ])

  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: `{ _entities(representations: [{ __typename: "Region", code: "64.08.04" }]) {
        ... on Region { name villages(first: 2) { code } }
      } }`,
    }),
  })
  expect(await response.json()).toEqual({
    data: {
      _entities: [{ name: 'Sangatta Utara', villages: [{ code: '64.08.04.1010' }, { code: '64.08.04.2001' }] }],
    },
  })

  member.child.kill('SIGTERM')
  expect(await member.ended).toEqual([0, null])
})

describe('what keeps a member from starting is one sentence, and exit code 1', () => {
  const failure = async (changes: Record<string, string>) => {
    const { ended, said } = start(changes)
    const [code] = await ended
    return { code, lines: (await said).trim().split('\n') }
  }

  test('a setting that is missing', { timeout: 30_000 }, async () => {
    const { code, lines } = await failure({ LAWANG_MEMBER_NAME: '' })
    expect([code, lines]).toEqual([1, [expect.stringMatching(/^LAWANG_MEMBER_NAME is not set: /)]])
  })

  test('keys that cannot be read', { timeout: 30_000 }, async () => {
    const { code, lines } = await failure({ LAWANG_JWKS: '/nowhere/jwks.json' })
    expect([code, lines]).toEqual([1, [expect.stringMatching(/^LAWANG_JWKS names \/nowhere\/jwks.json, /)]])
  })

  test('a database that does not answer, without its password', { timeout: 30_000 }, async () => {
    const { code, lines } = await failure({ DATABASE_URL: 'postgres://lawang:hunter2@127.0.0.1:9/none' })
    expect([code, lines]).toEqual([1, [expect.stringMatching(/^The database at 127\.0\.0\.1:9\/none (?!.*hunter2)/)]])
  })

  test('a port that is in use', { timeout: 90_000 }, async () => {
    const taken: Server = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const address = taken.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const { code, lines } = await failure({ PORT: String(port) })
    taken.close()
    expect([code, lines]).toEqual([1, [`Port ${port} is in use by another program: set PORT to a free one.`]])
  })
})
