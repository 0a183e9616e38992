import { connect } from 'node:net'
import { readOrigins } from '@lawang/trust/http/origins'
import { afterEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startPlainGateway } from '../execute/plain-gateway.fixture.ts'
import { createServer, type ServerOptions } from '../server.ts'

const THINGS = {
  things: { typeDefs: 'type Query { thing: String }', resolvers: { Query: { thing: () => 'a' } } },
}
const OWN = 'https://lapor.example'
const OTHER = 'https://page.invalid'
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function start(options: Partial<ServerOptions>): Promise<string> {
  const { supergraph, close } = await startPlainGateway(THINGS)
  closing.push(close)
  const server = await createServer({
    ...{ supergraph, members: undefined, memberTimeoutMs: 1000, logLevel: 'silent' },
    ...options,
  })
  closing.push(async () => server.close())
  return server.listen({ port: 0, host: '127.0.0.1' })
}

const allowed = async (url: string, origin: string, init: RequestInit = {}) => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    body: JSON.stringify({ query: '{ thing }' }),
    ...init,
    headers: { 'content-type': 'application/json', origin },
  })
  return response.headers.get('access-control-allow-origin')
}

it('answers may be read by pages of the named origins alone, the first time and when the operation is known', async () => {
  const url = await start({ origins: readOrigins(OWN) })
  for (const _ of [1, 2, 3]) {
    expect([await allowed(url, OWN), await allowed(url, OTHER), await allowed(url, 'null')]).toEqual([OWN, null, null])
  }
  const preflight = { method: 'OPTIONS', body: null }
  expect([await allowed(url, OWN, preflight), await allowed(url, OTHER, preflight)]).toEqual([OWN, null])
})

it('answers may be read by every page where none is named', async () => {
  const url = await start({})
  for (const _ of [1, 2]) expect(await allowed(url, OTHER)).toBe('*')
})

it('a WebSocket is opened for pages of the named origins, and for what is no page', async () => {
  const url = (await start({ origins: readOrigins(OWN) })).replace('http', 'ws')
  const open = (headers: Record<string, string>) =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(`${url}/graphql`, 'graphql-transport-ws', { headers })
      socket.once('open', () => {
        resolve('open')
        socket.close()
      })
      socket.once('error', ({ message }) => resolve(message))
    })
  expect(await open({ origin: OWN })).toBe('open')
  expect(await open({})).toBe('open')
  for (const origin of [OTHER, 'null', `${OWN}.invalid`]) expect(await open({ origin })).toContain('403')
})

it('a request that does not come in time is ended, and told so', async () => {
  const url = new URL(await start({ patience: { requestMs: 100, lookMs: 20 } }))
  for (const begun of [
    'POST /graphql HTTP/1.1\r\nhost: a\r\nx: ',
    'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
  ]) {
    const text = await new Promise<string>((resolve) => {
      let received = ''
      const socket = connect(Number(url.port), url.hostname, () => socket.write(begun))
      socket.on('data', (data) => {
        received += data
      })
      socket.on('error', () => {})
      socket.once('close', () => resolve(received))
    })
    expect(text).toMatch(/^HTTP\/1\.1 408 /)
  }
})
