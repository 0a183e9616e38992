import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { OwnedSignal } from '../execute/call-signal.ts'
import { createHttpSend } from '../execute/http-send.ts'
import type { MemberAnswer } from '../execute/member-answer.ts'

const TEXT = '{"data":{"a":"b"}}'
const ANSWER = `HTTP/1.1 200 OK\r\ncontent-length: ${TEXT.length}\r\n\r\n${TEXT}`

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

interface Member {
  /** Sends it a query, or what must not be sent twice. */
  ask(what?: 'query' | 'change'): Promise<MemberAnswer>
  /** The connection and the text of the next request. */
  request(): Promise<Socket>
  readonly connections: readonly Socket[]
}

/** A server that answers nothing by itself, and a client of it. */
async function member(): Promise<Member> {
  const connections: Socket[] = []
  const requests: Socket[] = []
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    connections.push(socket)
    socket.on('error', () => {})
    socket.on('end', () => socket.end())
    socket.on('data', () => {
      requests.push(socket)
      server.emit('request')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
  const http = createHttpSend({ timeoutMs: 5000, report: () => {} })
  closing.push(() => http.close())
  closing.push(() => new Promise((resolve) => server.close(resolve)))
  return {
    connections,
    ask: (what = 'query') =>
      http.send({ name: 'member', url, region: undefined }, TEXT, {
        signal: new OwnedSignal(),
        once: what === 'change',
      }),
    async request() {
      while (requests.length === 0) await once(server, 'request')
      return requests.shift() as Socket
    },
  }
}

/** Two requests at a time, answered: two connections that wait for more. */
async function openTwo({ ask, request }: Member): Promise<void> {
  const asked = [ask(), ask()]
  for (const socket of [await request(), await request()]) socket.write(ANSWER)
  await Promise.all(asked)
}

it('a connection that has just broken carries nothing more, though its end has not been told yet', async () => {
  const one = await member()
  await openTwo(one)
  const asked = one.ask()
  const asking = await one.request()
  // both are read in one turn of the event loop: what nobody asked for, which breaks the first, and then an answer
  one.connections.find((socket) => socket !== asking)?.write('HTTP/1.1 408 Request Timeout\r\n\r\n')
  asking.write(ANSWER)
  const more = asked.then(() => Promise.all([one.ask(), one.ask()]))
  for (const socket of [await one.request(), await one.request()]) socket.write(ANSWER)
  for (const answer of await more) expect(answer.kind).toBe('answered')
})

it('a change is not lost to a connection that its server has closed a moment ago', async () => {
  const one = await member()
  const first = one.ask()
  const socket = await one.request()
  socket.write(ANSWER)
  await first
  // as soon as the server's end is on its way, and before it has been read here
  const change = new Promise<MemberAnswer>((resolve) => {
    socket.once('finish', () => resolve(one.ask('change')))
    socket.end()
  })
  const other = await one.request()
  expect(other).not.toBe(socket)
  other.write(ANSWER)
  expect((await change).kind).toBe('answered')
})
