import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Link, openLink } from './link.ts'
import { allowsNamespaces, openNamespaceLink } from './namespace-link.ts'

const isAllowedHere = await allowsNamespaces()

/** A server that answers each word with the same, and a line to it. */
async function serve(openIt: () => Promise<Link>): Promise<Link> {
  const server = createServer((socket) => socket.on('error', () => undefined).pipe(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const link = await openIt()
  link.lead(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  onTestFinished(async () => {
    await link.close()
    server.close()
  })
  return link
}

async function call({ url }: Link): Promise<{ readonly socket: Socket; heard(): string }> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  let heard = ''
  socket.on('data', (bytes) => {
    heard += String(bytes)
  })
  socket.on('error', () => undefined)
  return { socket, heard: () => heard }
}

describe.each([
  ['through a proxy', openLink, true],
  ['through a network namespace', openNamespaceLink, isAllowedHere],
] as const)('a line %s', (_kind, openIt, isAllowed) => {
  test.skipIf(!isAllowed)('carries what is said both ways', async () => {
    const { socket, heard } = await call(await serve(openIt))
    socket.write('one')
    await expect.poll(heard).toBe('one')
  })

  test.skipIf(!isAllowed).each(['BOTH', 'QUESTIONS', 'ANSWERS'] as const)(
    'that is cut (%s) answers nothing, and answers who asks anew when it is whole again',
    async (cut) => {
      const link = await serve(openIt)
      const { socket, heard } = await call(link)
      socket.write('one')
      await expect.poll(heard).toBe('one')
      link.cut(cut)
      socket.write('two')
      const other = await serve(openIt)
      const { socket: beside, heard: heardBeside } = await call(other)
      beside.write('beside')
      await expect.poll(heardBeside).toBe('beside')
      expect(heard()).toBe('one')
      link.heal()
      const again = await call(link)
      again.socket.write('three')
      await expect.poll(again.heard, { timeout: 10_000 }).toBe('three')
    },
  )
})

test.skipIf(!isAllowedHere)('what a kernel has lost is sent again when the line is whole', async () => {
  const link = await serve(openNamespaceLink)
  const { socket, heard } = await call(link)
  link.cut('BOTH')
  socket.write('kept')
  link.heal()
  await expect.poll(heard, { timeout: 10_000 }).toBe('kept')
})
