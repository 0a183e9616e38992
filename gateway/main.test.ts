import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'lawang-gateway-'))
afterAll(() => rmSync(folder, { recursive: true }))

const members = join(folder, 'members.json')
writeFileSync(
  members,
  JSON.stringify([{ name: 'national', tier: 'NATIONAL', url: 'http://127.0.0.1:9', governments: ['00'] }]),
)

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url)), ...args], {
    env: { PATH: process.env.PATH, LAWANG_LOG_LEVEL: 'silent' },
  })
}

async function textOf(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = ''
  for await (const chunk of stream ?? []) text += chunk
  return text
}

const exitCode = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve))

it.each([
  [['--port', 'x'], 'The port is "x": it must be a whole number from 0 to 65535.'],
  [['--supergraph', 'nowhere.graphql'], 'The supergraph cannot be read: nowhere.graphql.'],
  [['--members', 'nowhere.json'], 'The registry of members cannot be read: nowhere.json.'],
  [['--members', '/dev/null'], '/dev/null cannot be used: The registry of members is no JSON.'],
  [[], 'The supergraph gives agencies no http url (lawang:agencies): name the members with --members FILE.'],
])('started with %j it says one sentence and ends with 1', async (args, sentence) => {
  const child = start(...args)
  const [code, said] = await Promise.all([exitCode(child), textOf(child.stderr)])
  expect([code, said.trim()]).toEqual([1, sentence])
})

it('says so when its port is in use', async () => {
  const blocker = createServer()
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve))
  const address = blocker.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const child = start('--members', members, '--port', String(port))
  const [code, said] = await Promise.all([exitCode(child), textOf(child.stderr)])
  blocker.close()
  expect([code, said.trim()]).toEqual([1, `Port ${port} is in use: set PORT to a free one, or stop what uses it.`])
})

it('says where it is ready, and ends with 0 when it is asked to stop', async () => {
  const child = start('--members', members, '--port', '0')
  const exited = exitCode(child)
  const said = await new Promise<string>((resolve) => child.stdout?.once('data', (chunk) => resolve(String(chunk))))
  const [url] = /http:\S+/.exec(said) ?? []
  expect(await (await fetch(`${url}?query={__typename}`)).json()).toEqual({ data: { __typename: 'Query' } })
  child.kill('SIGTERM')
  expect(await exited).toBe(0)
})
