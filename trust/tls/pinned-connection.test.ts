import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { RequestListener, Server } from 'node:http'
import { request } from 'node:https'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { connect } from 'node:tls'
import { afterEach, describe, expect, test } from 'vitest'
import { generateKeyText, readSigningKey } from '../keys/signing-key.ts'
import { type PeerTls, pinnedAgent } from './pinned-connection.ts'
import { type Pin, pinsOf } from './pins.ts'
import { selfSignedCertificate, type TlsIdentity } from './self-signed.ts'
import { createTlsServer, pinnedLines } from './server-line.ts'

const DAY = 86_400_000
const daysFromNow = (days: number) => new Date(Date.now() + days * DAY)

/** A server of the network, with the certificate that it shows and what the registry has of it. */
function serverNamed(name: string, { from = -1, until = 30 } = {}) {
  const keyText = generateKeyText({ isDevelopment: true })
  const identity = selfSignedCertificate(keyText, { name, from: daysFromNow(from), until: daysFromNow(until) })
  return { name, identity, x: readSigningKey(keyText).x }
}
const [member, gateway, stranger] = [serverNamed('regency'), serverNamed('gateway'), serverNamed('stranger')]

const registry = new Map<string, ReadonlySet<Pin>>()
const peerOf = (identity: TlsIdentity): PeerTls => ({ identity, pinsOf: (server) => registry.get(server) })
const pinned = (...servers: readonly { readonly name: string; readonly x: string }[]) => {
  for (const { name, x } of servers) registry.set(name, pinsOf({ keys: [x] }))
}

const opened: Server[] = []
afterEach(() => {
  registry.clear()
  for (const server of opened.splice(0)) server.close()
})

async function listen(identity: TlsIdentity, handler: RequestListener): Promise<number> {
  const server = createTlsServer(peerOf(identity), handler)
  opened.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** Says of each request whose line it has come by, for requests that the gateway has signed. */
function judging(identity: TlsIdentity): RequestListener {
  const lineFault = pinnedLines(peerOf(identity))
  return async (incoming, response) => {
    await text(incoming)
    response.end(lineFault(incoming.socket, 'gateway') ?? 'the gateway')
  }
}

async function ask(port: number, as: TlsIdentity | undefined, server = 'regency'): Promise<string> {
  const agent = as && pinnedAgent(peerOf(as), server, 1)
  const plain = { rejectUnauthorized: false, agent: false as const }
  const sent = request({ host: '127.0.0.1', port, method: 'POST', ...(agent ? { agent } : plain) })
  sent.end('what only this member may read')
  try {
    const [response] = await once(sent, 'response')
    return await text(response)
  } finally {
    agent?.destroy()
  }
}

describe('a line between two servers', () => {
  test('is open when each shows the certificate that the registry pins for it', async () => {
    pinned(member, gateway)
    const port = await listen(member.identity, judging(member.identity))
    expect(await ask(port, gateway.identity)).toBe('the gateway')
  })

  test('is of TLS 1.3, and no older one is spoken', async () => {
    const port = await listen(member.identity, judging(member.identity))
    const old = connect({ host: '127.0.0.1', port, maxVersion: 'TLSv1.2', rejectUnauthorized: false })
    await expect(once(old, 'secureConnect')).rejects.toThrow(/alert|version/)
  })

  test('goes on while a certificate takes the place of another: both are pinned meanwhile', async () => {
    const next = serverNamed('regency')
    registry.set('gateway', pinsOf({ keys: [gateway.x] }))
    registry.set('regency', pinsOf({ keys: [member.x, next.x] }))
    for (const { identity } of [member, next]) {
      expect(await ask(await listen(identity, judging(identity)), gateway.identity)).toBe('the gateway')
    }
    registry.set('regency', pinsOf({ keys: [next.x] }))
    const former = await listen(member.identity, judging(member.identity))
    await expect(ask(former, gateway.identity)).rejects.toMatchObject({ fault: 'OTHER_CERTIFICATE' })
  })

  test('takes a certificate that somebody else has issued, when the registry names its pin', async () => {
    const issued = serverNamed('issued elsewhere')
    registry.set('regency', pinsOf({ keys: [member.x], certificates: [...pinsOf({ keys: [issued.x] })] }))
    registry.set('gateway', pinsOf({ keys: [gateway.x] }))
    const port = await listen(issued.identity, judging(issued.identity))
    expect(await ask(port, gateway.identity)).toBe('the gateway')
  })
})

describe('a member gives nothing to', () => {
  const askMember = async (as: TlsIdentity | undefined) =>
    ask(await listen(member.identity, judging(member.identity)), as)

  test('who shows no certificate, another one, or one whose time is over or has not come', async () => {
    pinned(member, gateway)
    expect(await askMember(undefined)).toBe('NO_CERTIFICATE')
    expect(await askMember(stranger.identity)).toBe('OTHER_CERTIFICATE')
    for (const times of [
      { from: -3, until: -1 },
      { from: 1, until: 3 },
    ]) {
      const timed = serverNamed('gateway', times)
      pinned(timed)
      expect(await askMember(timed.identity)).toBe('EXPIRED_CERTIFICATE')
    }
  })

  test('another member that shows its own, rightly pinned certificate for a request of the gateway', async () => {
    const other = serverNamed('provincial')
    pinned(member, gateway, other)
    expect(await askMember(other.identity)).toBe('OTHER_CERTIFICATE')
  })
})

describe('nothing is sent to', () => {
  /** What a false server gets to read of a request. */
  async function readBy(identity: TlsIdentity): Promise<{ readonly got: readonly string[]; readonly fault: unknown }> {
    const got: string[] = []
    const port = await listen(identity, async (incoming, response) => {
      got.push(await text(incoming))
      response.end()
    })
    const fault = await ask(port, gateway.identity).catch((error: unknown) => error)
    return { got, fault }
  }

  test.each([
    ['a stranger in its place', stranger, 'OTHER_CERTIFICATE'],
    ['another member in its place', serverNamed('provincial'), 'OTHER_CERTIFICATE'],
  ])('%s', async (_, server, fault) => {
    pinned(member, gateway, server)
    expect(await readBy(server.identity)).toMatchObject({ got: [], fault: { fault } })
  })

  test('a member whose certificate has ended', async () => {
    const ended = serverNamed('regency', { from: -3, until: -1 })
    pinned(ended, gateway)
    expect(await readBy(ended.identity)).toMatchObject({ got: [], fault: { fault: 'EXPIRED_CERTIFICATE' } })
  })

  test('a server that the registry does not name', async () => {
    registry.set('gateway', pinsOf({ keys: [gateway.x] }))
    expect(await readBy(member.identity)).toMatchObject({ got: [], fault: { fault: 'OTHER_CERTIFICATE' } })
  })

  test('a server that speaks no TLS', async () => {
    const plain = createServer((socket: Socket) => socket.end(randomBytes(200)))
    plain.listen(0, '127.0.0.1')
    await once(plain, 'listening')
    pinned(member, gateway)
    await expect(ask((plain.address() as AddressInfo).port, gateway.identity)).rejects.toThrow()
    plain.close()
  })
})
