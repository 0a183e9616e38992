import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Refusal } from '@lawang/schema/errors'
import {
  type GraphQLFormattedError,
  GraphQLInt,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
} from 'graphql'
import { type Client, createClient } from 'graphql-ws'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type ServedSocket, serveSocket } from './serve-socket.ts'

interface TestContext {
  readonly authorization: string | undefined
  readonly serial: number
  readonly signal: AbortSignal
}

const isContext = (value: unknown): value is TestContext =>
  typeof value === 'object' && value !== null && 'signal' in value
const contextOf = (value: unknown): TestContext => {
  if (!isContext(value)) throw new Error('not the context of the test')
  return value
}

/** Numbers from 1 up to `count`, then quiet until the signal aborts. */
async function* countAndWait(count: number, signal: AbortSignal, onEnd: () => void) {
  try {
    for (let n = 1; n <= count; n++) yield n
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  } finally {
    onEnd()
  }
}

function schemaOf(onEnd: () => void): GraphQLSchema {
  const context = { type: new GraphQLNonNull(GraphQLString) }
  return new GraphQLSchema({
    query: new GraphQLObjectType({
      name: 'Query',
      fields: { authorization: { ...context, resolve: (_root, _args, ctx) => contextOf(ctx).authorization ?? 'none' } },
    }),
    subscription: new GraphQLObjectType({
      name: 'Subscription',
      fields: {
        counted: {
          type: GraphQLInt,
          args: { to: { type: new GraphQLNonNull(GraphQLInt) } },
          subscribe: (_root, { to }, ctx) => countAndWait(to, contextOf(ctx).signal, onEnd),
          resolve: (n) => n,
        },
        serials: {
          type: GraphQLInt,
          subscribe: (_root, _args, ctx) => countAndWait(3, contextOf(ctx).signal, onEnd),
          resolve: (_n, _args, ctx) => contextOf(ctx).serial,
        },
        refused: {
          type: GraphQLInt,
          // biome-ignore lint/correctness/useYield: it refuses before its first event
          subscribe: async function* () {
            throw new Refusal('RESYNC')
          },
        },
      },
    }),
  })
}

describe('serveSocket', () => {
  let server: Server
  let served: ServedSocket
  let client: Client
  let url: string
  let ended: number
  let contexts: number

  beforeEach(async () => {
    ended = 0
    contexts = 0
    server = createServer()
    served = serveSocket({
      server,
      path: '/graphql',
      schema: schemaOf(() => {
        ended += 1
      }),
      context: async (authorization, _upgrade, signal) => {
        if (authorization === 'Bearer expired') throw new Refusal('UNAUTHENTICATED')
        contexts += 1
        return { authorization, signal, serial: contexts }
      },
      mayOpen: ({ headers }) => headers.origin !== 'https://page.invalid',
      formatError: (error): GraphQLFormattedError =>
        error.originalError instanceof Refusal
          ? { message: 'refused', extensions: { code: error.originalError.code } }
          : { message: error.message, extensions: { ...error.extensions } },
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
    client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0 })
  })

  afterEach(async () => {
    await client.dispose()
    await served.close()
    await new Promise((resolve) => server.close(resolve))
  })

  it('is opened for no page that may not use it', async () => {
    const opening = new Promise<string>((resolve) => {
      const socket = new WebSocket(url, 'graphql-transport-ws', { headers: { origin: 'https://page.invalid' } })
      socket.once('open', () => resolve('open'))
      socket.once('error', ({ message }) => resolve(message))
    })
    expect(await opening).toContain('403')
  })

  it('delivers events in order', async () => {
    const seen: unknown[] = []
    for await (const { data } of client.iterate({ query: 'subscription { counted(to: 5) }' })) {
      seen.push(data?.counted)
      if (seen.length === 5) break
    }
    expect(seen).toEqual([1, 2, 3, 4, 5])
  })

  it('ends the event source of a quiet subscription when its client completes it', async () => {
    const events = client.iterate({ query: 'subscription { counted(to: 1) }' })
    await events.next()
    await events.return?.()
    await expect.poll(() => ended).toBe(1)
  })

  it('ends the event source of a quiet subscription when its socket dies', async () => {
    let socket: WebSocket | undefined
    const dying = createClient({
      url,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      on: { connected: (opened) => (socket = opened as WebSocket) },
    })
    const events = dying.iterate({ query: 'subscription { counted(to: 1) }' })
    await events.next()
    socket?.terminate()
    await expect(events.next()).rejects.toBeDefined()
    await expect.poll(() => ended).toBe(1)
  })

  it('makes a context for every event', async () => {
    const serials: unknown[] = []
    for await (const { data } of client.iterate({ query: 'subscription { serials }' })) {
      serials.push(data?.serials)
      if (serials.length === 3) break
    }
    expect(new Set(serials).size).toBe(3)
  })

  it('answers queries, with the authorization of the connection', async () => {
    const officer = createClient({ url, webSocketImpl: WebSocket, connectionParams: { authorization: 'Bearer a' } })
    const { value } = await officer.iterate({ query: '{ authorization }' }).next()
    expect(value).toEqual({ data: { authorization: 'Bearer a' } })
    await officer.dispose()
  })

  it('refuses an operation whose token is refused, and says by which code', async () => {
    const stale = createClient({ url, webSocketImpl: WebSocket, connectionParams: { authorization: 'Bearer expired' } })
    const refused = stale.iterate({ query: '{ authorization }' }).next()
    await expect(refused).rejects.toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
    await stale.dispose()
  })

  it('maps what an event source throws', async () => {
    const refused = client.iterate({ query: 'subscription { refused }' }).next()
    await expect(refused).rejects.toMatchObject([{ message: 'refused', extensions: { code: 'RESYNC' } }])
  })

  it.each([
    [
      'a cyclic fragment',
      '{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['an unknown field', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a document that does not parse', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    [
      'a document of two operations without the name of one',
      'query A { authorization } query B { __typename }',
      'OPERATION_RESOLUTION_FAILURE',
    ],
  ])('refuses %s', async (_name, query, code) => {
    await expect(client.iterate({ query }).next()).rejects.toMatchObject([{ extensions: { code } }])
  })

  it('refuses the operation that is one too many for a connection', async () => {
    const quiet = Array.from({ length: 100 }, () => client.iterate({ query: 'subscription { counted(to: 1) }' }))
    await Promise.all(quiet.map((events) => events.next()))
    const refused = client.iterate({ query: '{ authorization }' }).next()
    await expect(refused).rejects.toMatchObject([{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }])
  })

  it('closes a socket that sends a frame larger than is taken', async () => {
    const socket = new WebSocket(url, 'graphql-transport-ws')
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.once('open', () => socket.send('x'.repeat(300 * 1024)))
    expect(await closed).toBe(1009)
  })

  it('refuses upgrades on other paths', async () => {
    const socket = new WebSocket(url.replace('/graphql', '/elsewhere'), 'graphql-transport-ws')
    await expect(new Promise((_resolve, reject) => socket.once('error', reject))).rejects.toThrow('404')
  })
})
