import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { OwnedSignal } from '../execute/call-signal.ts'
import { createHttpSend } from '../execute/http-send.ts'
import { selfSigned } from './self-signed.fixture.ts'

const known = getCACertificates('default')
const { cert, key } = selfSigned()
const bodies: string[] = []
const server = createServer({ cert, key }, async (request, response) => {
  bodies.push(await text(request))
  response.end('{"data":{"a":"⌂"}}')
})
const http = createHttpSend({ timeoutMs: 5000, report: () => {} })
let connections = 0

beforeAll(async () => {
  server.on('secureConnection', () => connections++)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(() => {
  setDefaultCACertificates(known)
  bodies.length = 0
})
afterAll(async () => {
  await http.close()
  server.close()
})

function ask(host: string, body: string, isChange = false) {
  const url = `https://${host}:${(server.address() as AddressInfo).port}/graphql`
  return http.send({ name: 'member', url, region: undefined }, body, { signal: new OwnedSignal(), once: isChange })
}

it('a member whose certificate nobody has signed gets nothing', async () => {
  expect(await ask('127.0.0.1', 'secret')).toEqual({ kind: 'unavailable', unsent: true })
  expect(bodies).toEqual([])
})

it('a member whose certificate is pinned is asked by name or address, on a kept connection', async () => {
  setDefaultCACertificates([...known, cert])
  for (const host of ['localhost', '127.0.0.1']) {
    connections = 0
    for (const isChange of [false, true, false]) {
      expect(await ask(host, `{"query":"{ a(b: \\"é\\") }"}`, isChange)).toMatchObject({ data: { a: '⌂' } })
    }
    expect(connections).toBe(1)
  }
  expect(bodies).toHaveLength(6)
})
