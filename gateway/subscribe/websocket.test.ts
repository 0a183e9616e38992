import type { FastifyInstance } from 'fastify'
import { type Client, type ClientOptions, createClient } from 'graphql-ws'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { PassingOperations, startGateway } from './gateway.fixture.ts'
import { UpstreamMember } from './upstream-member.fixture.ts'

const TICKED = 'subscription Ticked($after: String) { ticked(after: $after) { cursor number } }'

describe('subscriptions over WebSocket', () => {
  let member: UpstreamMember
  let operations: PassingOperations
  let server: FastifyInstance
  let ws: string
  let faults: unknown[]
  const clients: Client[] = []

  const clientOf = (options: Partial<ClientOptions> = {}): Client => {
    const client = createClient({ url: ws, webSocketImpl: WebSocket, retryAttempts: 0, ...options })
    clients.push(client)
    return client
  }

  beforeEach(async () => {
    member = new UpstreamMember()
    await member.start()
    operations = new PassingOperations(member.schema, () => member.url)
    const gateway = await startGateway(operations)
    server = gateway.server
    ws = gateway.ws
    faults = gateway.faults
  })

  afterEach(async () => {
    for (const client of clients.splice(0)) await client.dispose()
    await server.close()
    await member.kill()
    expect(faults).toEqual([])
  })

  it('brings events in order', async () => {
    const events = clientOf().iterate({ query: TICKED })
    const first = events.next()
    await expect.poll(() => member.subscriptions).toBe(1)
    member.emit(1, 2, 3)
    const seen = [await first, await events.next(), await events.next()]
    expect(seen.map(({ value }) => value.data.ticked.number)).toEqual([1, 2, 3])
  })

  it('continues after a cursor', async () => {
    member.emit(1, 2, 3)
    const events = clientOf().iterate({ query: TICKED, variables: { after: 'c1' } })
    const seen = [await events.next(), await events.next()]
    expect(seen.map(({ value }) => value.data.ticked.cursor)).toEqual(['c2', 'c3'])
  })

  it('makes a standard client come again when the member dies, and nothing is missed', async () => {
    const seen: number[] = []
    const variables: Record<string, unknown> = { after: 'c0' }
    let connected = 0
    const client = clientOf({
      retryAttempts: 50,
      retryWait: () => new Promise((resolve) => setTimeout(resolve, 10)),
      on: { connected: () => (connected += 1) },
    })
    const outcome = new Promise<void>((resolve, reject) => {
      client.subscribe<{ ticked: { cursor: string; number: number } }>(
        { query: TICKED, variables },
        {
          next: ({ data }) => {
            if (!data) return
            seen.push(data.ticked.number)
            variables.after = data.ticked.cursor
          },
          error: reject,
          complete: resolve,
        },
      )
    })
    member.emit(1, 2)
    await expect.poll(() => seen).toEqual([1, 2])
    await member.kill()
    member.emit(3)
    await expect.poll(() => connected).toBeGreaterThan(1)
    await member.start()
    member.emit(4)
    await expect.poll(() => seen, { timeout: 5_000 }).toEqual([1, 2, 3, 4])
    await client.dispose()
    await outcome
  })

  it('ends the subscription at the member when the client unsubscribes', async () => {
    const client = clientOf({ lazyCloseTimeout: 60_000 })
    const events = client.iterate({ query: TICKED })
    void events.next()
    await expect.poll(() => member.subscriptions).toBe(1)
    await events.return?.()
    await expect.poll(() => member.subscriptions).toBe(0)
  })

  it('ends the subscription at the member when the client is gone', async () => {
    let socket: WebSocket | undefined
    const client = clientOf({ on: { connected: (opened) => (socket = opened as WebSocket) } })
    const gone = client
      .iterate({ query: TICKED })
      .next()
      .catch(() => 'gone')
    await expect.poll(() => member.subscriptions).toBe(1)
    socket?.terminate()
    expect(await gone).toBe('gone')
    await expect.poll(() => member.subscriptions).toBe(0)
  })

  it('uses one connection to a member for what many clients without a token ask', async () => {
    const all = [clientOf(), clientOf(), clientOf()].map((client, i) =>
      client.iterate({ query: TICKED, variables: { unused: i } }),
    )
    for (const events of all) void events.next()
    await expect.poll(() => member.subscriptions).toBe(3)
    expect(member.connections).toBe(1)
  })

  it('opens a further connection when a member takes no more on one', async () => {
    const options = { lazyCloseTimeout: 60_000 }
    let asked = 0
    for (const client of [clientOf(options), clientOf(options)]) {
      for (let i = 0; i < 60; i++) void client.iterate({ query: TICKED, variables: { unused: asked++ } }).next()
    }
    await expect.poll(() => member.subscriptions, { timeout: 10_000 }).toBe(120)
    expect(member.connections).toBe(2)
  })

  it('tells the client why the member refuses it', async () => {
    const foreign = clientOf({ connectionParams: { authorization: 'Bearer foreign' } })
    await expect(foreign.iterate({ query: TICKED }).next()).rejects.toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED', reason: 'FOREIGN' } },
    ])
  })

  it.each([
    ['connectionParams.authorization', { authorization: 'Bearer a' }],
    ['connectionParams.Authorization', { Authorization: 'Bearer a' }],
    ['connectionParams.headers.authorization', { headers: { authorization: 'Bearer a' } }],
  ])('answers queries and takes the token from %s', async (_name, connectionParams) => {
    const { value } = await clientOf({ connectionParams }).iterate({ query: '{ hello }' }).next()
    expect(value).toEqual({ data: { hello: 'Bearer a' } })
  })

  it('answers mutations', async () => {
    const { value } = await clientOf().iterate({ query: 'mutation { greet }' }).next()
    expect(value).toEqual({ data: { hello: 'nobody' } })
  })

  it('refuses an operation that is not valid', async () => {
    await expect(clientOf().iterate({ query: 'subscription { nothing }' }).next()).rejects.toMatchObject([
      { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ])
  })

  it('refuses an operation name that the document does not have', async () => {
    await expect(clientOf().iterate({ query: TICKED, operationName: 'Other' }).next()).rejects.toMatchObject([
      { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } },
    ])
  })

  it('masks what is not a refusal, and reports it', async () => {
    operations.prepare = async () => {
      throw new Error('a secret of this server')
    }
    await expect(clientOf().iterate({ query: '{ hello }' }).next()).rejects.toMatchObject([
      { message: expect.not.stringContaining('secret'), extensions: { code: 'INTERNAL' } },
    ])
    expect(faults.splice(0)).toHaveLength(1)
  })

  it('aborts a query whose client has gone', async () => {
    operations.execute = (_prepared, call) => {
      operations.calls.push(call)
      return new Promise(() => {})
    }
    let socket: WebSocket | undefined
    const client = clientOf({ on: { connected: (opened) => (socket = opened as WebSocket) } })
    const gone = client
      .iterate({ query: '{ hello }' })
      .next()
      .catch(() => 'gone')
    await expect.poll(() => operations.calls.length).toBe(1)
    socket?.terminate()
    await expect.poll(() => operations.calls[0]?.signal.aborted).toBe(true)
    expect(await gone).toBe('gone')
  })

  it('tells clients to come again when the gateway stops', async () => {
    const closed = new Promise<number>((resolve) => {
      const client = clientOf({ on: { closed: (event) => resolve((event as { code: number }).code) } })
      client
        .iterate({ query: TICKED })
        .next()
        .catch(() => {})
    })
    await expect.poll(() => member.subscriptions).toBe(1)
    await server.close()
    expect(await closed).toBe(1012)
    await expect.poll(() => member.subscriptions).toBe(0)
  })
})
