import { once } from 'node:events'
import { createServer as createHttp } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { OwnedSignal } from './call-signal.ts'
import { createHttpSend, type HttpSend } from './http-send.ts'
import type { CallOptions } from './member-answer.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => new Promise((resolve) => server.close(resolve)))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
}

function sender(timeoutMs = 5000): HttpSend {
  const http = createHttpSend({ timeoutMs, report: () => {} })
  closing.unshift(() => http.close())
  return http
}

const at = (url: string) => ({ name: 'member', url, region: undefined })
const call = (more: Partial<CallOptions> = {}): CallOptions => ({ signal: new OwnedSignal(), ...more })
const BODY = JSON.stringify({ query: '{ a }' })
const ANSWER = '{"data":{"a":"b"}}'
const LENGTH = `content-length: ${ANSWER.length}`

/** A member that answers each request with these bytes. */
async function answering(bytes: string, then: (socket: Socket) => void = () => {}) {
  let connections = 0
  const server = createServer((socket) => {
    connections++
    socket.on('error', () => {})
    socket.on('data', () => {
      socket.write(bytes)
      then(socket)
    })
  })
  return { url: await listen(server), connections: () => connections }
}

describe('a member', () => {
  it('is sent what a server of HTTP reads: the length in bytes, the token, the trace', async () => {
    const seen: unknown[] = []
    const server = createHttp((request, response) => {
      const pieces: Buffer[] = []
      request.on('data', (piece: Buffer) => pieces.push(piece))
      request.on('end', () => {
        const { host, authorization, traceparent, 'content-type': type } = request.headers
        seen.push({ url: request.url, host, authorization, traceparent, type, body: Buffer.concat(pieces).toString() })
        response.end(ANSWER)
      })
    })
    const url = await listen(server)
    const { send } = sender()
    const body = JSON.stringify({ query: '{ a(name: "Désa ⌂") }' })
    for (const text of [BODY, body]) {
      expect(await send(at(url), text, call({ authorization: 'Bearer ÿ', traceparent: '00-1-2-01' }))).toMatchObject({
        kind: 'answered',
        data: { a: 'b' },
        text: ANSWER,
      })
    }
    const facts = { url: '/graphql', host: new URL(url).host, authorization: 'Bearer ÿ', traceparent: '00-1-2-01' }
    expect(seen).toEqual([BODY, body].map((text) => ({ ...facts, type: 'application/json', body: text })))
  })

  it('is asked again on the same connection', async () => {
    const { url, connections } = await answering(`HTTP/1.1 200 OK\r\n${LENGTH}\r\n\r\n${ANSWER}`)
    const { send } = sender()
    for (let turn = 0; turn < 3; turn++) expect((await send(at(url), BODY, call())).kind).toBe('answered')
    expect(connections()).toBe(1)
  })

  it('that closes after its answer is asked on another connection', async () => {
    const bytes = `HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${ANSWER}`
    const { url, connections } = await answering(bytes, (socket) => socket.end())
    const { send } = sender()
    for (let turn = 0; turn < 3; turn++) expect((await send(at(url), BODY, call())).kind).toBe('answered')
    expect(connections()).toBe(3)
  })

  it('that says something unasked loses the connection, and no later answer', async () => {
    const { url } = await answering(`HTTP/1.1 200 OK\r\n${LENGTH}\r\n\r\n${ANSWER}HTTP/1.1 200 OK\r\n\r\n{}`)
    const { send } = sender()
    for (let turn = 0; turn < 2; turn++) expect(await send(at(url), BODY, call())).toMatchObject({ data: { a: 'b' } })
  })

  it('that ends in the middle is unavailable', async () => {
    const { url } = await answering(`HTTP/1.1 200 OK\r\n${LENGTH}\r\n\r\n{`, (socket) => socket.end())
    expect(await sender().send(at(url), BODY, call())).toEqual({ kind: 'unavailable' })
  })

  it('that is not there is unavailable, and has got nothing of the request', async () => {
    const answer = await sender().send(at('http://127.0.0.1:1/graphql'), BODY, call())
    expect(answer).toEqual({ kind: 'unavailable', unsent: true })
  })

  it('that does not answer is given up at the deadline, and its place is free again', async () => {
    const { url, connections } = await answering('')
    const { send } = sender(20)
    const asked = Array.from({ length: 65 }, () => send(at(url), BODY, call()))
    // on a busy machine the deadline of some is over before they have a connection
    for (const answer of await Promise.all(asked)) expect(answer.kind).toBe('unavailable')
    expect(connections()).toBeLessThanOrEqual(65)
  })
})

it('a client that leaves ends its request at once', async () => {
  const { url } = await answering('')
  const signal = new OwnedSignal()
  const answer = sender().send(at(url), BODY, call({ signal }))
  signal.abort()
  expect((await answer).kind).toBe('unavailable')
})

it('a token with a line break in it reaches nobody', async () => {
  const { url, connections } = await answering(`HTTP/1.1 200 OK\r\n${LENGTH}\r\n\r\n${ANSWER}`)
  const answer = await sender().send(at(url), BODY, call({ authorization: 'Bearer x\r\nrole: admin' }))
  expect([answer.kind, connections()]).toEqual(['unavailable', 0])
})
