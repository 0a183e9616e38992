import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { ExchangeAnswer, ExchangeRequest } from '@lawang/schema/exchange/exchange-messages'
import { afterEach, expect, test, vi } from 'vitest'
import { createHttpHub } from './http-hub.ts'

const DEADLINE = { timeout: 20_000 }

const REQUEST: ExchangeRequest = {
  member: 'kutai-timur',
  session: 'this process',
  incarnation: 1,
  hubIncarnation: 0,
  sent: 7,
  mailCursor: { incarnation: 0, n: 0 },
  log: [],
}
const ANSWER: ExchangeAnswer = {
  session: 'this process',
  sent: 7,
  hubIncarnation: 1,
  logCursor: { incarnation: 0, n: 0 },
  mail: [],
  drained: true,
  renew: ['NORMAL', 'URGENT'],
}

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void, answerWithin?: number) {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('the server listens nowhere')
  return createHttpHub({ url: `http://127.0.0.1:${address.port}`, token: 'the token', answerWithin })
}

test('an exchange is posted with the bearer token, and the answer is parsed', async () => {
  let seen: unknown
  const hub = await serve(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method, url } = request
    seen = { method, url, token: request.headers.authorization, body: JSON.parse(Buffer.concat(chunks).toString()) }
    response.end(JSON.stringify(ANSWER))
  })
  expect(await hub.exchange(REQUEST)).toEqual(ANSWER)
  expect(seen).toEqual({ method: 'POST', url: '/exchange', token: 'Bearer the token', body: REQUEST })
})

test('an answer that is none is refused by the place of its fault', async () => {
  const hub = await serve((_, response) => response.end(JSON.stringify({ ...ANSWER, hubIncarnation: 'one' })))
  await expect(hub.exchange(REQUEST)).rejects.toThrow('answer.hubIncarnation is not a whole number from 1')
})

test('a hub that refuses or is away rejects the exchange', async () => {
  const refusing = await serve((_, response) => response.writeHead(401).end())
  await expect(refusing.exchange(REQUEST)).rejects.toThrow('status 401')
  const away = createHttpHub({ url: 'http://127.0.0.1:1', token: 'x' })
  await expect(away.exchange(REQUEST)).rejects.toThrow()
})

test('a hub that never answers is given up, whatever the collector of garbage does meanwhile', async () => {
  const hub = await serve(() => {}, 1_000)
  setFlagsFromString('--expose-gc')
  const collecting = setInterval(runInNewContext('gc'), 20)
  closing.push(() => clearInterval(collecting))
  await expect(hub.exchange(REQUEST)).rejects.toThrow('The hub has not answered within 1000 ms')
  const leaving = new AbortController()
  const asking = hub.exchange(REQUEST, leaving.signal)
  leaving.abort(new Error('this process ends'))
  await expect(asking).rejects.toThrow('this process ends')
})

test('the wake stream wakes on opening and on every event, not on comments', async () => {
  const stream = Promise.withResolvers<ServerResponse>()
  const hub = await serve((request, response) => {
    expect(request.url).toBe('/exchange/wake?member=kutai%20timur')
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(': hello\n\n')
    stream.resolve(response)
  })
  const listener = vi.fn()
  closing.push(hub.onWake('kutai timur', listener))
  const response = await stream.promise
  await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(1), DEADLINE)
  response.write(': still here\n\ndata:\n\n')
  await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(2), DEADLINE)
  response.write('da')
  response.write('ta: now\n\n')
  await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(3), DEADLINE)
})

test('a wake stream that breaks is opened again, and that wakes', async () => {
  let opened = 0
  const hub = await serve((_, response) => {
    opened += 1
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(': hello\n\n')
    if (opened === 1) setImmediate(() => response.destroy())
  })
  const listener = vi.fn()
  closing.push(hub.onWake('kutai-timur', listener))
  await vi.waitFor(() => expect(listener.mock.calls.length).toBeGreaterThanOrEqual(2), DEADLINE)
  expect(opened).toBeGreaterThanOrEqual(2)
})
