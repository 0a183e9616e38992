import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { limitConnections } from './connections.ts'

let server: Server | undefined
const sockets: Socket[] = []
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
  server?.close()
})

async function start(most: number, network: string | undefined): Promise<number> {
  server = createServer((_request, response) => response.end('answered'))
  limitConnections(server, most, () => network)
  const listening = server
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  return (listening.address() as AddressInfo).port
}

/** Asks on a new connection, which stays open: the answer, or nothing where it was closed. */
async function ask(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  sockets.push(socket)
  return new Promise((resolve) => {
    socket.on('error', () => resolve(''))
    socket.once('close', () => resolve(''))
    socket.once('data', (data) => resolve(String(data).split('\r\n', 1)[0] ?? ''))
    socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n')
  })
}

test('a network may have so many connections open, and another one when one has closed', async () => {
  const port = await start(2, '192.0.2.7')
  expect([await ask(port), await ask(port), await ask(port)]).toEqual(['HTTP/1.1 200 OK', 'HTTP/1.1 200 OK', ''])
  sockets[0]?.destroy()
  await expect.poll(() => ask(port)).toBe('HTTP/1.1 200 OK')
})

test('the machine itself is not counted, and 0 sets no limit', async () => {
  const port = await start(1, undefined)
  expect([await ask(port), await ask(port)]).toEqual(['HTTP/1.1 200 OK', 'HTTP/1.1 200 OK'])
})
