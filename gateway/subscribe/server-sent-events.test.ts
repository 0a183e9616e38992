import type { FastifyInstance } from 'fastify'
import { type Client, type ClientOptions, createClient } from 'graphql-sse'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PassingOperations, startGateway } from './gateway.fixture.ts'
import { UpstreamMember } from './upstream-member.fixture.ts'

const TICKED = 'subscription Ticked($after: String) { ticked(after: $after) { cursor number } }'
const EVENTS = { accept: 'text/event-stream' }

interface Ticked {
  readonly ticked: { readonly cursor: string; readonly number: number }
}

let member: UpstreamMember
let operations: PassingOperations
let server: FastifyInstance
let http: string
let faults: unknown[]
const clients: Client<boolean>[] = []
const leaving = new Set<AbortController>()

const clientOf = <Single extends boolean>(options: Partial<ClientOptions<Single>> & { singleConnection: Single }) => {
  const client = createClient<Single>({ url: `${http}/stream`, retryAttempts: 0, ...options })
  clients.push(client)
  return client
}

/** The raw text of an event stream, read until it contains `until`; then the client leaves. */
async function readUntil(until: string, url: string, init: RequestInit = {}): Promise<string> {
  const control = new AbortController()
  leaving.add(control)
  const response = await fetch(url, { ...init, signal: control.signal, headers: { ...EVENTS, ...init.headers } })
  let text = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk
    if (text.includes(until)) break
  }
  control.abort()
  return text
}

const asked = (parameters: Readonly<Record<string, unknown>>): string => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) {
    search.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  }
  return `${http}?${search}`
}
const posted = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

beforeEach(async () => {
  member = new UpstreamMember()
  await member.start()
  operations = new PassingOperations(member.schema, () => member.url)
  const gateway = await startGateway(operations, { heartbeatMs: 50 })
  server = gateway.server
  http = gateway.http
  faults = gateway.faults
})

afterEach(async () => {
  for (const client of clients.splice(0)) client.dispose()
  for (const control of leaving) control.abort()
  leaving.clear()
  await server.close()
  await member.kill()
  expect(faults).toEqual([])
})

describe.each([{ singleConnection: false }, { singleConnection: true }])(
  'graphql-sse with %o',
  ({ singleConnection }) => {
    it('brings events in order', async () => {
      const events = clientOf({ singleConnection }).iterate<Ticked>({ query: TICKED, variables: { after: 'c0' } })
      member.emit(1, 2, 3)
      const seen = [await events.next(), await events.next(), await events.next()]
      expect(seen.map(({ value }) => value?.data?.ticked.number)).toEqual([1, 2, 3])
    })

    it('makes a standard client come again when the member dies, and nothing is missed', async () => {
      const seen: number[] = []
      const variables: Record<string, unknown> = { after: 'c0' }
      let connecting = 0
      const client = clientOf({
        singleConnection,
        retryAttempts: 200,
        retry: () => new Promise((resolve) => setTimeout(resolve, 10)),
        on: { connecting: () => (connecting += 1) },
      })
      client.subscribe<Ticked>(
        { query: TICKED, variables },
        {
          next: ({ data }) => {
            if (!data) return
            seen.push(data.ticked.number)
            variables.after = data.ticked.cursor
          },
          error: () => {},
          complete: () => {},
        },
      )
      member.emit(1, 2)
      await expect.poll(() => seen).toEqual([1, 2])
      await member.kill()
      member.emit(3)
      await expect.poll(() => connecting).toBeGreaterThan(1)
      await member.start()
      member.emit(4)
      await expect.poll(() => seen, { timeout: 5_000 }).toEqual([1, 2, 3, 4])
    })

    it('ends the subscription at the member when the client unsubscribes', async () => {
      const client = clientOf({ singleConnection })
      const events = client.iterate<Ticked>({ query: TICKED, variables: { after: 'c0' } })
      member.emit(1)
      await events.next()
      expect(member.subscriptions).toBe(1)
      await events.return?.(undefined)
      await expect.poll(() => member.subscriptions).toBe(0)
    })

    it('answers queries, and says why it refuses an operation', async () => {
      const client = clientOf({ singleConnection, headers: { authorization: 'Bearer a' } })
      expect((await client.iterate({ query: '{ hello }' }).next()).value).toEqual({ data: { hello: 'Bearer a' } })
      expect((await client.iterate({ query: '{ nothing }' }).next()).value).toMatchObject({
        errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
      })
    })

    it('tells the client why the member refuses it', async () => {
      const foreign = clientOf({ singleConnection, headers: { authorization: 'Bearer foreign' } })
      expect((await foreign.iterate({ query: TICKED }).next()).value).toMatchObject({
        errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'FOREIGN' } }],
      })
    })

    it('shares nothing between clients', async () => {
      const others = [clientOf({ singleConnection }), clientOf({ singleConnection })].map((client) =>
        client.iterate<Ticked>({ query: TICKED, variables: { after: 'c0' } }),
      )
      member.emit(1)
      const seen = await Promise.all(others.map((events) => events.next()))
      expect(seen.map(({ value }) => value?.data?.ticked.number)).toEqual([1, 1])
      await others[0]?.return?.(undefined)
      member.emit(2)
      expect((await others[1]?.next())?.value?.data?.ticked.number).toBe(2)
    })
  },
)

describe('an event stream at /graphql', () => {
  it('names each event by its cursor, for EventSource to come back with', async () => {
    member.emit(1, 2)
    const text = await readUntil('"number":2', asked({ query: TICKED, variables: { after: 'c0' } }))
    expect(text).toContain('id: c1\nevent: next\ndata: {"data":{"ticked":{"cursor":"c1","number":1}}}\n\n')
    expect(text).toContain('id: c2\n')
  })

  it('continues after Last-Event-ID', async () => {
    member.emit(1, 2, 3)
    const headers = { 'last-event-id': 'c2' }
    const text = await readUntil('"number":3', asked({ query: TICKED, variables: { after: 'c0' } }), { headers })
    expect(text).not.toContain('"number":1')
    expect(text).not.toContain('"number":2')
  })

  it('leaves an operation without the variable "after" as it is', async () => {
    const headers = { 'last-event-id': 'c2' }
    const query = 'subscription { ticked(after: "c0") { number } }'
    member.emit(1)
    expect(await readUntil('"number":1', asked({ query }), { headers })).not.toContain('id:')
  })

  it('is kept alive by comments', async () => {
    expect(await readUntil(':\n\n:\n\n', asked({ query: TICKED }))).toMatch(/^:\n\n/)
  })

  it('ends the subscription at the member when its client is gone', async () => {
    member.emit(1)
    await readUntil('"number":1', http, posted({ query: TICKED, variables: { after: 'c0' } }))
    await expect.poll(() => member.subscriptions).toBe(0)
  })

  it('answers refusals as an event, which EventSource shows to its page', async () => {
    const text = await readUntil('event: complete', http, posted({ query: '{ nothing }' }))
    expect(text).toMatch(/event: next\ndata: \{"errors":.*GRAPHQL_VALIDATION_FAILED.*\n\nevent: complete\ndata: \n\n/s)
  })

  it.each([
    ['variables that are not JSON', { query: TICKED, variables: '{' }],
    ['variables that are a list', { query: TICKED, variables: [] }],
    ['no query', { variables: {} }],
  ])('refuses %s', async (_name, parameters) => {
    expect(await readUntil('event: complete', asked(parameters))).toContain('BAD_USER_INPUT')
  })

  it('takes no mutation by GET', async () => {
    expect(await readUntil('event: complete', asked({ query: 'mutation { greet }' }))).toContain('BAD_USER_INPUT')
    expect(operations.calls).toEqual([])
  })

  it('is not forced on a client that takes JSON too, unless it subscribes', async () => {
    const accept = 'application/graphql-response+json, application/json, text/event-stream'
    const plain = await fetch(http, { ...posted({ query: '{ hello }' }), headers: { ...posted({}).headers, accept } })
    expect(await plain.json()).toEqual({ plain: true })
    member.emit(1)
    const body = posted({ query: TICKED, variables: { after: 'c0' } })
    const text = await readUntil('"number":1', http, { ...body, headers: { ...body.headers, accept } })
    expect(text).toContain('event: next')
  })
})

describe('reserved streams', () => {
  const token = { 'x-graphql-event-stream-token': 'nobody-has-this-token' }

  it('are not found without their token', async () => {
    const withoutToken = await fetch(`${http}/stream`, posted({ query: '{ hello }', extensions: { operationId: '1' } }))
    expect(withoutToken.status).toBe(404)
    const unknown = await fetch(`${http}/stream`, { headers: { ...EVENTS, ...token } })
    expect(unknown.status).toBe(404)
    expect((await fetch(`${http}/stream?operationId=1`, { method: 'DELETE', headers: token })).status).toBe(404)
  })

  it('are opened by one client only', async () => {
    const reserved = await (await fetch(`${http}/stream`, { method: 'PUT' })).text()
    const control = new AbortController()
    leaving.add(control)
    const headers = { ...EVENTS, 'x-graphql-event-stream-token': reserved }
    await fetch(`${http}/stream`, { headers, signal: control.signal })
    expect((await fetch(`${http}/stream`, { headers })).status).toBe(409)
  })
})
