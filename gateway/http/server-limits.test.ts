import { connect, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { createClient } from 'graphql-ws'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startPlainGateway } from '../execute/plain-gateway.fixture.ts'
import { createServer, type ServerOptions } from '../server.ts'

const THINGS = {
  things: {
    typeDefs: 'type Query { things(first: Int): [Thing!] } type Thing { name: String }',
    resolvers: { Query: { things: () => [{ name: 'a' }] } },
  },
}
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function start(options: Partial<ServerOptions> = {}): Promise<{ url: string; server: FastifyInstance }> {
  const { supergraph, close } = await startPlainGateway(THINGS)
  closing.push(close)
  const server = await createServer({
    supergraph,
    members: undefined,
    memberTimeoutMs: 1000,
    logLevel: 'silent',
    ...options,
  })
  closing.push(async () => server.close())
  return { url: await server.listen({ port: 0, host: '127.0.0.1' }), server }
}

const ask = (url: string, query: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  })

describe('a client that asks more often than it may', () => {
  it('is told when to come again, and others are not held up', async () => {
    const { url } = await start({ rate: { perSecond: 0.01, burst: 2 } })
    const statuses = []
    for (let turn = 0; turn < 2; turn++) statuses.push((await ask(url, '{ things { name } }')).status)
    expect(statuses).toEqual([200, 200])
    const refused = await ask(url, '{ things { name } }')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '100'])
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED', retryAfter: 100 } }] })
    expect((await ask(url, '{ things { name } }', { authorization: 'Bearer other' })).status).toBe(200)
  })

  it('is known behind our own proxy by the address that the proxy gives', async () => {
    const { url } = await start({ rate: { perSecond: 0.01, burst: 1 }, proxies: 1 })
    const from = async (forwarded: string) =>
      (await ask(url, '{ things { name } }', { 'x-forwarded-for': forwarded })).status
    expect(await from('192.0.2.1')).toBe(200)
    expect(await from('made up, 192.0.2.1')).toBe(429)
    expect(await from('192.0.2.2')).toBe(200)
  })
})

it('an operation that may bring too much is refused before anybody is asked, the second time too', async () => {
  const { url } = await start()
  for (const _ of [1, 2]) {
    const refused = await ask(url, '{ things(first: 60000) { name } }')
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'QUERY_TOO_COSTLY', cost: 60_000 } }] })
  }
})

it('a packed request is not unpacked', async () => {
  const { url } = await start()
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    body: gzipSync(JSON.stringify({ query: '{ things { name } }' })),
  })
  expect(response.status).toBe(415)
})

describe('a server that is stopped', () => {
  it('does not wait for connections on which nothing has been asked', async () => {
    const { url, server } = await start()
    const { port } = new URL(url)
    const socket = await new Promise<Socket>((resolve) => {
      const opened = connect(Number(port), '127.0.0.1', () => resolve(opened))
    })
    const closed = new Promise((resolve) => socket.once('close', resolve))
    await expect.poll(() => count(server)).toBeGreaterThan(0)
    await server.close()
    await closed
  })
})

function count(server: FastifyInstance): Promise<number> {
  return new Promise((resolve, reject) =>
    server.server.getConnections((error, connections) => (error ? reject(error) : resolve(connections))),
  )
}

describe('metrics', () => {
  it('tell of operations, errors, members and their circuits, and never what was asked', async () => {
    const { url } = await start()
    await ask(url, '{ things { name } }')
    await ask(url, '{ nothing }')
    const text = await (await fetch(`${url}/metrics`)).text()
    expect(text).toContain('lawang_gateway_operation_seconds_count{kind="query",outcome="ok"} 1')
    expect(text).toContain('lawang_gateway_errors_total{code="GRAPHQL_VALIDATION_FAILED"} 1')
    expect(text).toContain('lawang_gateway_member_requests_total{member="things",outcome="answered"} 1')
    expect(text).toContain('lawang_gateway_member_circuit{member="things"} 0')
    expect(text).not.toContain('nothing')
  })
})

it('each operation of a WebSocket counts as a request does', async () => {
  const { url } = await start({ rate: { perSecond: 0.01, burst: 2 } })
  const client = createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, lazy: false })
  closing.push(async () => client.dispose())
  const ask = () => client.iterate({ query: '{ things { name } }' }).next()
  expect((await ask()).value).toMatchObject({ data: { things: [{ name: 'a' }] } })
  await ask()
  await expect(ask()).rejects.toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryAfter: 100 } }])
})
