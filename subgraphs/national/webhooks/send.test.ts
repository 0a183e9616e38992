import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createSender } from './send.ts'

let server: Server
let base: string
let status = 204
const requests: { readonly url: string | undefined; readonly body: string }[] = []
/** One of our own machines: an address of this one that no other test has, at the port that receivers have. */
const OWN = `127.${(process.pid >> 8) & 255}.${process.pid & 255}.45`
let own: TcpServer
/** To either. */
let connections = 0
const count = () => {
  connections += 1
}

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    requests.push({ url: request.url, body })
    if (request.url === '/silent') return
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end()
  }).listen(0, '127.0.0.1')
  server.on('connection', count)
  await new Promise((resolve) => server.once('listening', resolve))
  own = createTcpServer((socket) => socket.destroy())
    .on('connection', count)
    .listen(8443, OWN)
  await new Promise((resolve) => own.once('listening', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  own.close()
})
beforeEach(() => {
  requests.length = 0
  connections = 0
  status = 204
})

const never = new AbortController().signal
const post = (url: string, options: Partial<Parameters<typeof createSender>[0]> = {}) =>
  createSender({ loopback: true, ...options })(url, '{"a":1}', { 'webhook-id': '1' }, never)
const leadsTo = (...addresses: readonly string[]) => ({
  loopback: false,
  resolve: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
})

test.each([
  [200, 'TAKEN'],
  [204, 'TAKEN'],
  [302, 'FAILED'],
  [400, 'FAILED'],
  [410, 'GONE'],
  [500, 'FAILED'],
])('an answer %i is %s, and redirects are not followed', async (answered, outcome) => {
  status = answered
  expect(await post(`${base}/hook`)).toBe(outcome)
  expect(requests).toEqual([{ url: '/hook', body: '{"a":1}' }])
})

test('a receiver that says nothing has failed when its time is over', async () => {
  expect(await post(`${base}/silent`, { timeoutMs: 200 })).toBe('FAILED')
})

test('a name that leads to one of our own machines is not connected to, whatever else it leads to', async () => {
  const url = `https://hooks.example.go.id:8443/hook`
  for (const addresses of [[OWN], [OWN, '203.0.113.9'], ['8.8.8.8', OWN], [`::ffff:${OWN}`], []]) {
    expect(await post(url, leadsTo(...addresses))).toBe('FAILED')
  }
  expect(connections).toBe(0)
})

test('a name is looked up for each delivery, so that one which is turned to our machines later leads nowhere', async () => {
  const asked: string[] = []
  const send = createSender({
    loopback: false,
    resolve: async (host) => {
      asked.push(host)
      return [{ address: asked.length === 1 ? '203.0.113.9' : OWN, family: 4 }]
    },
  })
  const deliver = () => send('https://hooks.example.go.id:8443/', '', {}, never)
  expect([await deliver(), await deliver()]).toEqual(['FAILED', 'FAILED'])
  expect(asked).toHaveLength(2)
  expect(connections).toBe(0)
})

test('this machine is refused outside development, by whatever name it was registered', async () => {
  for (const url of [`${base}/hook`, `https://${OWN}:8443/`, `https://[::ffff:${OWN}]:8443/`]) {
    expect(await post(url, { loopback: false })).toBe('FAILED')
  }
  expect(connections).toBe(0)
})
