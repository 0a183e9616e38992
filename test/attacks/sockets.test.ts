import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type RawData, WebSocket } from 'ws'
import { openBare, statusIn } from './connections.ts'
import { ask, codesIn, expectAlive, expectSilence, watchStored } from './unharmed.ts'

const { gateway, members } = inject('network')
const DOORS = [
  ['the gateway', gateway],
  ['a member', members['kutai-timur'] ?? ''],
] as const
const SUBSCRIPTION = 'subscription { complaintChanged(region: "64.08") { cursor } }'
const MIB = 1024 * 1024

const stored = watchStored()
beforeAll(() => stored.remember())
afterAll(async () => {
  await stored.expectSame()
  await expectAlive()
  await stored.close()
})

interface Opened {
  readonly socket: WebSocket
  readonly messages: string[]
  /** The code that the socket is closed with. */
  readonly closed: Promise<number>
}

async function open(
  url: string,
  options: { readonly protocol?: string; readonly deflate?: boolean } = {},
): Promise<Opened> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, options.protocol ?? 'graphql-transport-ws', {
    perMessageDeflate: options.deflate ?? false,
  })
  const messages: string[] = []
  socket.on('message', (data: RawData) => messages.push(String(data)))
  // a socket that is reset while it writes
  socket.on('error', () => {})
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  await Promise.race([new Promise((opened) => socket.once('open', opened)), closed])
  return { socket, messages, closed }
}

async function openGreeted(url: string): Promise<Opened> {
  const opened = await open(url)
  opened.socket.send('{"type":"connection_init"}')
  await expect.poll(() => opened.messages).toContain('{"type":"connection_ack"}')
  return opened
}

const subscribe = (id: string, query = SUBSCRIPTION, more = '') =>
  `{"id":"${id}","type":"subscribe","payload":{"query":${JSON.stringify(query)}${more}}}`

describe.each(DOORS)('at %s', (_door, url) => {
  it('of 10,001 subscriptions on a socket all but a hundred are refused', async () => {
    const { socket, messages } = await openGreeted(url)
    for (let id = 0; id < 10_001; id++) socket.send(subscribe(`s${id}`))
    const refusals = () => messages.filter((text) => text.includes('TOO_MANY_SUBSCRIPTIONS'))
    await expect.poll(() => refusals().length, { timeout: 60_000 }).toBe(9_901)
    for (const text of refusals().slice(0, 20)) expectSilence({ status: 200, text })
    expect(codesIn(await ask(url, '{ categories { code } }'))).toEqual([])
    socket.terminate()
  })

  it('a message of 100 MB closes its socket', async () => {
    const { socket, closed } = await openGreeted(url)
    socket.send(Buffer.alloc(100 * MIB, ' '))
    expect([1009, 1006]).toContain(await closed)
  })

  it('a message of 100 MB in pieces closes its socket', async () => {
    const { socket, closed } = await openGreeted(url)
    const piece = Buffer.alloc(64 * 1024, ' ')
    for (let sent = 0; sent < 1_600 && socket.readyState === socket.OPEN; sent++) {
      await new Promise<void>((written) => socket.send(piece, { fin: false }, () => written()))
    }
    expect([1009, 1006]).toContain(await closed)
  })

  it('packed messages are not agreed to, and not unpacked', async () => {
    const { socket } = await open(url, { deflate: true })
    expect(socket.extensions).toBe('')
    socket.terminate()
    const key = randomBytes(16).toString('base64')
    const bare = openBare(
      url,
      `GET /graphql HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${key}\r\nsec-websocket-protocol: graphql-transport-ws\r\nsec-websocket-extensions: permessage-deflate\r\n\r\n`,
    )
    await expect.poll(() => statusIn(bare.received())).toBe(101)
    // a text frame that says that it is packed, with a mask of noughts
    bare.socket.write(Buffer.concat([Buffer.from([0xc1, 0x80 | 16, 0, 0, 0, 0]), randomBytes(16)]))
    const end = Buffer.from(await bare.closed, 'latin1')
    expect(end.includes(Buffer.from([0x88, 0x02, 0x03, 0xea])) || !end.includes('data')).toBe(true)
  })

  it.each([
    ['text that is no JSON', 'hello', 4400],
    ['a message of no type', '{"type":"take_over"}', 4400],
    ['a message that is a list', '[]', 4400],
    ['a subscription before the greeting', subscribe('1'), 4401],
  ])('%s closes the socket', async (_what, message, code) => {
    const { socket, closed } = await open(url)
    socket.send(message)
    expect(await closed).toBe(code)
  })

  it('a second greeting, and a second operation under one name, close the socket', async () => {
    const greeted = await openGreeted(url)
    greeted.socket.send('{"type":"connection_init"}')
    expect(await greeted.closed).toBe(4429)
    const named = await openGreeted(url)
    named.socket.send(subscribe('same'))
    named.socket.send(subscribe('same'))
    expect(await named.closed).toBe(4409)
  })

  it('a socket that never greets is closed', async () => {
    const { closed } = await open(url)
    expect(await closed).toBe(4408)
  })

  it('a socket of another protocol is closed', async () => {
    const { closed } = await open(url, { protocol: 'graphql-ws' })
    expect([4406, 1006]).toContain(await closed)
  })

  it('10,000 pings are answered or the socket is closed, and others are served', async () => {
    const { socket } = await openGreeted(url)
    for (let count = 0; count < 10_000; count++) socket.send('{"type":"ping"}')
    expect(codesIn(await ask(url, '{ categories { code } }'))).toEqual([])
    socket.terminate()
  })

  it.each([
    [
      'keys that reach prototypes',
      subscribe('1', '{ __typename }', ',"variables":{"__proto__":{"polluted":1}},"__proto__":{"a":1}'),
    ],
    ['keys that reach prototypes as its name', subscribe('__proto__', '{ __typename }')],
    ['the constructor as its name', subscribe('constructor', '{ __typename }')],
  ])('an operation with %s changes nothing for the next one', async (_what, message) => {
    const { socket, messages } = await openGreeted(url)
    socket.send(message)
    socket.send(subscribe('next', '{ categories { code } }'))
    await expect.poll(() => messages.some((text) => text.includes('"next"') && text.includes('"data"'))).toBe(true)
    for (const text of messages) expectSilence({ status: 200, text })
    expect(messages.join()).not.toContain('INTERNAL')
    socket.terminate()
  })

  it('sockets that are reset at once, in the middle of the greeting or of a refusal, harm nobody', async () => {
    for (let turn = 0; turn < 100; turn++) {
      const path = turn % 2 === 0 ? '/graphql' : '/elsewhere'
      const bare = openBare(
        url,
        `GET ${path} HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
      )
      bare.socket.once('connect', () => bare.socket.resetAndDestroy())
      await bare.closed
    }
    await expectAlive()
  })
})
