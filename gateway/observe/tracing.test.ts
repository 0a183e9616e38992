import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { formatTraceparent, parseTraceparent } from '@lawang/trust/traces/trace-context'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PlainGateway, startPlainGateway } from '../execute/plain-gateway.fixture.ts'
import { createServer as createGateway } from '../server.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const PARENT = 'b7ad6b7169203331'

interface Span {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
}

const received: Span[] = []
const collector = createServer(async (request, response) => {
  const body = (await json(request)) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] }
  received.push(...body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)))
  response.end('{}')
})
let plain: PlainGateway
beforeAll(async () => {
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve))
  plain = await startPlainGateway({
    things: { typeDefs: 'type Query { thing: String }', resolvers: { Query: { thing: () => 'a' } } },
  })
})
afterAll(async () => {
  await plain.close()
  collector.close()
})

describe('a trace', () => {
  it("goes on from the client's through the gateway to the members", async () => {
    const { port } = collector.address() as AddressInfo
    const server = await createGateway({
      supergraph: plain.supergraph,
      members: undefined,
      memberTimeoutMs: 1000,
      logLevel: 'silent',
      traces: `http://127.0.0.1:${port}`,
    })
    const url = await server.listen({ port: 0, host: '127.0.0.1' })
    await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: `00-${TRACE}-${PARENT}-01` },
      body: JSON.stringify({ query: '{ thing }' }),
    })
    // what is left is sent when the server stops
    await server.close()
    const operation = received.find(({ name }) => name === 'graphql query')
    const member = received.find(({ name }) => name === 'member')
    expect(operation).toMatchObject({ traceId: TRACE, parentSpanId: PARENT })
    expect(member).toMatchObject({ traceId: TRACE, parentSpanId: operation?.spanId })
    expect(plain.subgraphs.things?.requests[0]?.traceparent).toBe(`00-${TRACE}-${member?.spanId}-01`)
  })
})

it.each([undefined, '', `00-${TRACE}-${PARENT}`, `01-${TRACE}-${PARENT}-01`, `00-${'0'.repeat(32)}-${PARENT}-01`])(
  'the header %s begins no trace',
  (header) => {
    expect(parseTraceparent(header)).toBeUndefined()
  },
)

it('a header is written as it was read', () => {
  const header = `00-${TRACE}-${PARENT}-00`
  const context = parseTraceparent(header)
  expect(context?.sampled).toBe(false)
  expect(context && formatTraceparent(context)).toBe(header)
})
