import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { memberSockets } from '@lawang/gateway/subscribe/member-sockets'
import { type Upstream, UpstreamRefused } from '@lawang/gateway/subscribe/upstream'
import { createAssertions } from '@lawang/gateway/trust/assertions'
import { signedIntroduction } from '@lawang/gateway/trust/introduction'
import { socketIntroduction } from '@lawang/gateway/trust/socket-introduction'
import type { Actor } from '@lawang/member/domain/model'
import { errorFormatter } from '@lawang/member/graph/refusal-to-error'
import { type ServedSocket, serveSocket } from '@lawang/member/live/serve-socket'
import { createCallers } from '@lawang/member/trust/known-callers'
import type { MemberEntry, Registry } from '@lawang/schema/network'
import { generateKeyText, readSigningKey, type SigningKey } from '@lawang/trust/keys/signing-key'
import { knownKeys } from '@lawang/trust/registry/known-keys'
import { SESSION_SECONDS } from '@lawang/trust/session/session'
import { sessionSigner } from '@lawang/trust/session/session-signer'
import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'

const START = 1_790_000_000_000
const newKey = () => readSigningKey(generateKeyText({ isDevelopment: true }))
const [gatewayKey, regencyKey, stranger] = [newKey(), newKey(), newKey()]

let now: number
let server: Server
let served: ServedSocket
let upstream: Upstream
/** The upgrade requests that reached the member. */
let upgrades: IncomingMessage[]
let news: () => void
let registry: Registry
const stopped = new AbortController()

/** Tells at each piece of news who is told it. */
function schemaOf(): GraphQLSchema {
  const waiting = new Set<() => void>()
  news = () => {
    for (const wake of waiting) wake()
  }
  async function* told() {
    for (;;) {
      yield {}
      await new Promise<void>((resolve) => waiting.add(resolve))
      waiting.clear()
    }
  }
  const who = {
    type: GraphQLString,
    subscribe: () => told(),
    resolve: (_source: unknown, _args: unknown, { actor }: { readonly actor: Actor }) =>
      actor.kind === 'person' ? actor.subject : actor.kind,
  }
  return new GraphQLSchema({
    query: new GraphQLObjectType({ name: 'Query', fields: { hello: { type: GraphQLString } } }),
    subscription: new GraphQLObjectType({ name: 'Subscription', fields: { who } }),
  })
}

async function startMember(): Promise<string> {
  const personOf = ({ sub, role, region }: Readonly<Record<string, unknown>>) =>
    ({ kind: 'person', subject: String(sub), role, region }) as Actor
  const callers = createCallers({
    name: 'regency',
    key: regencyKey,
    keys: () => knownKeys(registry),
    tokens: { actorFrom: async () => ({ kind: 'public' }), actorFromClaims: async (claims) => personOf(claims) },
    now: () => now,
  })
  server = createServer()
  server.on('upgrade', (request) => upgrades.push(request))
  served = serveSocket({
    ...{ server, path: '/graphql', schema: schemaOf(), formatError: errorFormatter(() => {}) },
    context: async (authorization, upgrade) => ({ actor: await callers.ofSocket(upgrade, authorization) }),
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A gateway's half; `Bearer <name> <seconds>` is a token of that person which ends so many seconds after the start. */
function gatewayOf(key: SigningKey, members: readonly MemberEntry[]): Upstream {
  const verify = async (authorization: string) => {
    const [, sub, seconds] = authorization.split(' ')
    const claims = { sub, role: 'operator', region: '64.02', iss: 'i', exp: START / 1000 + Number(seconds) }
    return { bearer: { kind: 'KNOWN', claims }, token: authorization } as const
  }
  const introduce = signedIntroduction(
    sessionSigner({ name: 'gateway', key, keys: () => knownKeys(registry), now: () => now }),
    createAssertions({ gateway: 'gateway', key, verify, now: () => now }),
  )
  return memberSockets(socketIntroduction(introduce, () => members))
}

beforeEach(async () => {
  now = START
  upgrades = []
  registry = { sequence: 1, environment: 'development', members: [], gateways: [], retired: [] }
  const url = await startMember()
  const identity = { keys: [regencyKey.x] }
  const member: MemberEntry = { name: 'regency', tier: 'REGENCY', url, governments: ['64.02'], identity }
  const gateways = [{ name: 'gateway', identity: { keys: [gatewayKey.x] } }]
  registry = { ...registry, members: [member], gateways }
  upstream = gatewayOf(gatewayKey, registry.members)
})
afterEach(async () => {
  upstream.close()
  await served.close()
  server.closeAllConnections()
  server.close()
})

/** The events of a subscription by whoever has this token. */
function follow(authorization: string, by: Upstream = upstream): AsyncIterator<unknown> {
  const url = `${registry.members[0]?.url}/graphql`
  const request = { url, authorization, query: 'subscription { who }', variables: {} }
  return by.open(request, stopped.signal)[Symbol.asyncIterator]()
}
const told = (who: string) => ({ done: false, value: { data: { who } } })
const refusedFor = (reason: string, code = 'UNAUTHENTICATED') => ({
  name: 'UpstreamRefused',
  errors: [{ extensions: { code, reason } }],
})

describe('a subscription over a line that the gateway signs', () => {
  it('is for whom the assertion names, and the token stays at the gateway', async () => {
    expect(await follow('Bearer officer-1 3600').next()).toEqual(told('officer-1'))
    const [{ headers } = expect.fail('nobody came')] = upgrades
    expect(headers).toMatchObject({ 'lawang-to': 'regency', signature: expect.any(String) })
    expect(JSON.stringify(headers)).not.toContain('officer-1 3600')
  })

  it('goes on when the session ends by which it was opened; the next socket is signed by a new one', async () => {
    const first = follow('Bearer officer-1 3600')
    expect(await first.next()).toEqual(told('officer-1'))
    now += (SESSION_SECONDS + 60) * 1000
    const next = first.next()
    news()
    expect(await next).toEqual(told('officer-1'))
    expect(await follow('Bearer officer-1 3600').next()).toEqual(told('officer-1'))
    expect(upgrades).toHaveLength(1)
    expect(await follow('Bearer officer-2 3600').next()).toEqual(told('officer-2'))
    const [one, two] = upgrades.map(({ headers }) => headers['lawang-session'])
    expect(two).toEqual(expect.any(String))
    expect(two).not.toBe(one)
  })

  it('ends at the next event after its token has ended, with the reason; nobody else is touched', async () => {
    const [short, long] = [follow('Bearer officer-1 90'), follow('Bearer officer-2 3600')]
    expect(await Promise.all([short.next(), long.next()])).toEqual([told('officer-1'), told('officer-2')])
    now += 91_000
    const [ended, goesOn] = [short.next(), long.next()]
    news()
    await expect(ended).rejects.toMatchObject(refusedFor('EXPIRED'))
    await expect(ended).rejects.toBeInstanceOf(UpstreamRefused)
    expect(await goesOn).toEqual(told('officer-2'))
  })
})

describe('a socket is refused', () => {
  it('by a member to a gateway that the registry does not name', async () => {
    const other = gatewayOf(stranger, registry.members)
    const refused = follow('Bearer officer-1 3600', other).next()
    await expect(refused).rejects.toMatchObject(refusedFor('UNKNOWN_KEY', 'UNTRUSTED_REQUEST'))
    other.close()
  })

  it.each([
    ['a second time with what another has opened its own with', {}, 'REPLAYED'],
    ['with the assertion of somebody else', { 'lawang-assertion': 'a.b.c' }, 'FORGED'],
    ['with the assertion alone', { signature: '', 'signature-input': '' }, 'MALFORMED'],
  ])('%s', async (_what, change, reason) => {
    expect(await follow('Bearer officer-1 3600').next()).toEqual(told('officer-1'))
    const [{ headers } = expect.fail('nobody came')] = upgrades
    const seen = Object.entries(headers).filter(([name]) => name.startsWith('lawang-') || name.startsWith('signature'))
    const socket = new WebSocket(`ws://${headers.host}/graphql`, 'graphql-transport-ws', {
      headers: {
        host: headers.host,
        ...Object.fromEntries(seen.map(([name, value]) => [name, String(value)])),
        ...change,
      },
    })
    const heard: string[] = []
    socket.on('message', (data) => heard.push(String(data)))
    await once(socket, 'open')
    socket.send('{"type":"connection_init"}')
    await expect.poll(() => heard.join(), { timeout: 20_000 }).toContain('connection_ack')
    socket.send('{"id":"1","type":"subscribe","payload":{"query":"subscription { who }"}}')
    await expect.poll(() => heard.join(), { timeout: 20_000 }).toContain(`"reason":"${reason}"`)
    expect(heard.join()).not.toContain('officer-1')
    socket.terminate()
  })
})
