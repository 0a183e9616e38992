import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { generateKeyText, readSigningKey } from '@lawang/trust/keys/signing-key'
import type { PeerTls } from '@lawang/trust/tls/pinned-connection'
import { type Pin, pinsOf } from '@lawang/trust/tls/pins'
import { selfSignedCertificate } from '@lawang/trust/tls/self-signed'
import { createTlsServer } from '@lawang/trust/tls/server-line'
import { fetch } from 'undici'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { OwnedSignal } from '../execute/call-signal.ts'
import { createHttpSend } from '../execute/http-send.ts'
import { pinnedDispatcher } from '../trust/pinned-fetch.ts'

const DAY = 86_400_000

/** A server with a certificate of its own key, and what it is pinned by. */
function serverNamed(name: string) {
  const keyText = generateKeyText({ isDevelopment: true })
  const times = { from: new Date(Date.now() - DAY), until: new Date(Date.now() + DAY) }
  const identity = selfSignedCertificate(keyText, { name, ...times })
  return { identity, pins: pinsOf({ keys: [readSigningKey(keyText).x] }) }
}
const [regency, provincial, gateway] = ['regency', 'provincial', 'gateway'].map(serverNamed)
if (!regency || !provincial || !gateway) throw new Error('there are three servers')

let pins: Map<string, ReadonlySet<Pin>>
let bodies: string[]
let server: Server
const peer: PeerTls = { identity: gateway.identity, pinsOf: (name) => pins.get(name) }
const http = createHttpSend({ timeoutMs: 5000, peer, report: () => {} })

beforeEach(async () => {
  pins = new Map([
    ['regency', regency.pins],
    ['gateway', gateway.pins],
  ])
  bodies = []
  server = createTlsServer({ identity: regency.identity, pinsOf: () => undefined }, async (request, response) => {
    bodies.push(await text(request))
    response.end('{"data":{"a":"⌂"}}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const base = () => `https://127.0.0.1:${(server.address() as AddressInfo).port}`
const ask = (name: string) =>
  http.send({ name, url: `${base()}/graphql`, region: undefined }, '{"query":"{ a }"}', { signal: new OwnedSignal() })

it('asks a member that shows the certificate which the registry pins', async () => {
  expect(await ask('regency')).toMatchObject({ data: { a: '⌂' } })
  expect(await ask('regency')).toMatchObject({ data: { a: '⌂' } })
  expect(bodies).toHaveLength(2)
})

it('sends nothing to whoever stands in a member’s place, nor to one whose pin was withdrawn', async () => {
  pins.set('regency', provincial.pins)
  expect(await ask('regency')).toEqual({ kind: 'unavailable', unsent: true })
  pins.delete('regency')
  expect(await ask('regency')).toEqual({ kind: 'unavailable', unsent: true })
  expect(bodies).toEqual([])
})

it('fetches from a member by lines of that member alone', async () => {
  const members = [{ name: 'regency', tier: 'REGENCY' as const, url: base(), governments: ['64.08'] }]
  const registry = { sequence: 1, environment: 'development' as const, members, gateways: [], retired: [] }
  const dispatcher = pinnedDispatcher(peer, { registry: () => registry })
  expect((await fetch(`${base()}/health`, { dispatcher })).status).toBe(200)
  pins.set('regency', provincial.pins)
  const other = pinnedDispatcher(peer, { registry: () => registry })
  await expect(fetch(`${base()}/health`, { dispatcher: other })).rejects.toThrow('fetch failed')
  await Promise.all([dispatcher.close(), other.destroy()])
})
