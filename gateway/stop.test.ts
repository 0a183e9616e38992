import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { type Client, createClient } from 'graphql-ws'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { composePlain, type PlainSubgraphs } from './execute/plain-gateway.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'lawang-stop-'))
const supergraph = join(folder, 'supergraph.graphql')
const children = new Set<ChildProcess>()
let subgraphs: PlainSubgraphs
/** Answers of the subgraph that are held back, and whoever waits for one to be asked. */
const held: ((name: string) => void)[] = []
let asked: () => void = () => {}

beforeAll(async () => {
  const hold = () =>
    new Promise<string>((resolve) => {
      held.push(resolve)
      asked()
    })
  subgraphs = await composePlain({
    roads: {
      typeDefs: 'type Query { name: String held: String }',
      resolvers: { Query: { name: () => 'Jl. Yos', held: hold } },
    },
  })
  writeFileSync(supergraph, subgraphs.supergraphSdl)
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  for (const answer of held) answer('')
  await Promise.all(Object.values(subgraphs.servers).map((server) => server.close()))
  rmSync(folder, { recursive: true })
})

interface Gateway {
  readonly child: ChildProcess
  readonly port: number
  readonly exited: Promise<unknown>
}

async function start({ port = 0, timeoutMs = 600_000 } = {}): Promise<Gateway> {
  const program = fileURLToPath(new URL('main.ts', import.meta.url))
  const child = spawn(process.execPath, [program, '--supergraph', supergraph, '--port', String(port)], {
    env: { PATH: process.env.PATH, LAWANG_LOG_LEVEL: 'silent', LAWANG_MEMBER_TIMEOUT_MS: String(timeoutMs) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.add(child)
  const exited = once(child, 'exit').then(([code]) => code)
  const [said] = await once(child.stdout as NodeJS.ReadableStream, 'data')
  return { child, exited, port: Number(/:(\d+)\/graphql/.exec(String(said))?.[1]) }
}

const agent = new Agent({ keepAlive: true })
afterAll(() => agent.destroy())

function ask({ port }: Gateway, query: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' }
    const options = { agent, port, host: '127.0.0.1', path: '/graphql', method: 'POST', headers }
    const asking = request(options, (response) => resolve(json(response)))
    asking.on('error', reject)
    asking.end(JSON.stringify({ query }))
  })
}

/** Settles when the gateway takes no more connections. */
async function refused({ port }: Gateway): Promise<void> {
  for (let isOpen = true; isOpen; ) {
    isOpen = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.destroy())
      socket.on('error', () => resolve(false))
      socket.on('close', () => resolve(true))
    })
  }
}

it('a gateway that stops takes no more connections, and answers what is under way', async () => {
  const gateway = await start()
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve
  })
  const answer = ask(gateway, '{ held }')
  await isAsked
  gateway.child.kill('SIGTERM')
  await refused(gateway)
  held.pop()?.('at last')
  expect(await answer).toEqual({ data: { held: 'at last' } })
  expect(await gateway.exited).toBe(0)
})

it('a call whose member does not answer is told so before the gateway ends', async () => {
  const gateway = await start({ timeoutMs: 500 })
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve
  })
  const answer = ask(gateway, '{ held }')
  await isAsked
  gateway.child.kill('SIGTERM')
  expect(await answer).toMatchObject({ errors: [{ extensions: { code: 'MEMBER_UNAVAILABLE' } }] })
  expect(await gateway.exited).toBe(0)
})

it('a gateway whose connections are idle ends at once, however long its members may take', async () => {
  const gateway = await start()
  expect(await ask(gateway, '{ name }')).toEqual({ data: { name: 'Jl. Yos' } })
  gateway.child.kill('SIGTERM')
  expect(await gateway.exited).toBe(0)
})

it('standard WebSocket clients come again when it has been started anew', async () => {
  const first = await start()
  const codes: number[] = []
  let client: Client | undefined
  const connected = () => new Promise<void>((resolve) => client?.on('connected', () => resolve()))
  let anew: Promise<Gateway> | undefined
  client = createClient({
    url: `ws://127.0.0.1:${first.port}/graphql`,
    webSocketImpl: WebSocket,
    lazy: false,
    retryWait: async () => void (await anew),
    on: { closed: (event) => codes.push((event as { code: number }).code) },
  })
  await connected()
  const again = connected()
  anew = first.exited.then(() => start({ port: first.port }))
  first.child.kill('SIGTERM')
  await again
  expect(codes).toEqual([1012])
  const second = await anew
  await client.dispose()
  second.child.kill('SIGTERM')
  expect([await first.exited, await second.exited]).toEqual([0, 0])
})
