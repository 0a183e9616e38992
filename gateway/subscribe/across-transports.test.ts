import type { FastifyInstance } from 'fastify'
import { createClient as createStreamClient } from 'graphql-sse'
import { type Client, createClient } from 'graphql-ws'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { PassingOperations, startGateway } from './gateway.fixture.ts'
import { UpstreamMember } from './upstream-member.fixture.ts'

const TICKED = 'subscription Ticked($after: String) { ticked(after: $after) { cursor number } }'
const FIRST_PORTION = 20_000

interface Ticked {
  readonly ticked: { readonly cursor: string; readonly number: number }
}

let member: UpstreamMember
let gateways: { server: FastifyInstance; http: string; ws: string; faults: unknown[] }[]
const cleanUps: (() => unknown)[] = []

const numbers = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i)
const bearerUntil = (expiry: number) =>
  `Bearer e30.${Buffer.from(JSON.stringify({ exp: expiry / 1000 })).toString('base64url')}.c2ln`

beforeEach(async () => {
  member = new UpstreamMember()
  await member.start()
  const operations = () => new PassingOperations(member.schema, () => member.url)
  gateways = [await startGateway(operations()), await startGateway(operations())]
})

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
  for (const { server, faults } of gateways) {
    await server.close()
    expect(faults).toEqual([])
  }
  await member.kill()
})

function gateway(index: number): (typeof gateways)[number] {
  const found = gateways[index]
  if (!found) throw new Error(`There is no gateway ${index}`)
  return found
}

function clientOf(index: number, connectionParams: Record<string, string> = {}): Client {
  const client = createClient({ url: gateway(index).ws, webSocketImpl: WebSocket, retryAttempts: 0, connectionParams })
  cleanUps.push(() => client.dispose())
  return client
}

/** Follows by a socket; `seen` grows. */
function follow(index: number, after?: string): { seen: Ticked['ticked'][]; leave: () => void } {
  const seen: Ticked['ticked'][] = []
  const next = ({ data }: { data?: Ticked | null }) => data && seen.push(data.ticked)
  const sink = { next, error: () => {}, complete: () => {} }
  const variables = after === undefined ? {} : { after }
  return { seen, leave: clientOf(index).subscribe<Ticked>({ query: TICKED, variables }, sink) }
}

it('subscribers over sockets and over event streams are one at the member', async () => {
  const bySocket = follow(0)
  const streams = [false, true].map((singleConnection) => {
    const client = createStreamClient({ url: `${gateway(0).http}/stream`, retryAttempts: 0, singleConnection })
    cleanUps.push(() => client.dispose())
    return client.iterate<Ticked>({ query: TICKED })
  })
  const firstOfEach = streams.map((events) => events.next())
  await expect.poll(() => member.subscriptions).toBe(1)
  const emitting = setInterval(() => member.emit(member.emitted + 1), 20)
  cleanUps.push(() => clearInterval(emitting))
  for (const first of await Promise.all(firstOfEach)) expect(first.value?.data?.ticked.cursor).toMatch(/^c\d+$/)
  await expect.poll(() => bySocket.seen.length).toBeGreaterThan(0)
  expect(member.asked).toEqual(['now'])
})

it('any gateway continues what another one began, since cursors are those of the log', async () => {
  const atFirst = follow(0, 'c0')
  member.emit(1, 2, 3)
  await expect.poll(() => atFirst.seen).toHaveLength(3)
  atFirst.leave()
  member.emit(4, 5)
  const atSecond = follow(1, atFirst.seen.at(-1)?.cursor)
  await expect.poll(() => atSecond.seen.map(({ number }) => number)).toEqual([4, 5])
})

it('a client that stops taking and then takes again misses nothing', async () => {
  const taking = follow(0, 'c0')
  const stalling: number[] = []
  let socket: WebSocket | undefined
  const client = createClient({
    url: gateway(0).ws,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    on: { connected: (opened) => (socket = opened as WebSocket) },
  })
  cleanUps.push(() => client.dispose())
  client.subscribe<Ticked>(
    { query: TICKED, variables: { after: 'c0' } },
    { next: ({ data }) => data && stalling.push(data.ticked.number), error: () => {}, complete: () => {} },
  )
  member.emit(1)
  await expect.poll(() => stalling).toEqual([1])
  socket?.pause()
  for (let last = 1; last < FIRST_PORTION; last += 500) {
    member.emit(...numbers(last + 1, last + 500))
    await expect.poll(() => taking.seen.length, { timeout: 30_000 }).toBe(last + 500)
  }
  socket?.resume()
  await expect.poll(() => stalling.length, { timeout: 30_000 }).toBe(taking.seen.length)
  expect(stalling).toEqual(numbers(1, taking.seen.length))
})

it('a cursor that the log does not have ends the subscription with its code', async () => {
  const refused = clientOf(0)
    .iterate({ query: TICKED, variables: { after: 'of another log' } })
    .next()
  await expect(refused).rejects.toMatchObject([{ extensions: { code: 'RESYNC' } }])
})

describe('when a token expires', () => {
  it('its socket is closed with 4403, after which standard clients bring a new one', async () => {
    const codes: unknown[] = []
    let tokens = 0
    const client = createClient({
      url: gateway(0).ws,
      webSocketImpl: WebSocket,
      retryAttempts: 5,
      retryWait: async () => {},
      connectionParams: () => {
        tokens += 1
        return { authorization: bearerUntil(Date.now() + (tokens === 1 ? 500 : 600_000)) }
      },
      on: { closed: (event) => codes.push((event as { code?: number }).code) },
    })
    cleanUps.push(() => client.dispose())
    const events = client.iterate<Ticked>({ query: TICKED, variables: { after: 'c0' } })
    const first = events.next()
    await expect.poll(() => tokens, { timeout: 5_000 }).toBe(2)
    expect(codes).toEqual([4403])
    member.emit(1)
    expect((await first).value?.data?.ticked.number).toBe(1)
  })

  it('its event stream says so and ends', async () => {
    const response = await fetch(gateway(0).http, {
      method: 'POST',
      headers: {
        accept: 'text/event-stream',
        'content-type': 'application/json',
        authorization: bearerUntil(Date.now() + 500),
      },
      body: JSON.stringify({ query: TICKED }),
    })
    const text = await response.text()
    expect(text).toMatch(/event: next\ndata: .*"UNAUTHENTICATED","reason":"EXPIRED".*\n\nevent: complete\n/)
    await expect.poll(() => member.subscriptions).toBe(0)
  })
})
