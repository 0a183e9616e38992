import { createServer } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { choosePorts } from './addresses.ts'
import { findFreePort } from './ports.ts'

const taken: (() => void)[] = []

afterEach(() => {
  for (const release of taken.splice(0)) release()
})

async function take(): Promise<number> {
  const port = await findFreePort()
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  taken.push(() => server.close())
  return port
}

it('lets the system choose every port when the gateway has none', async () => {
  const { gateway, members } = await choosePorts(['a', 'b'], { gatewayPort: 0 })
  expect(new Set([gateway, ...members.values()]).size).toBe(3)
})

it('gives members the ports after the gateway, but where one wishes another', async () => {
  const gatewayPort = await findFreePort()
  const wished = await findFreePort()
  const { members } = await choosePorts(['a', 'b'], { gatewayPort, memberPorts: new Map([['b', wished]]) })
  expect([...members]).toEqual([
    ['a', gatewayPort + 1],
    ['b', wished],
  ])
})

it('names the port of the gateway that is in use, and how to choose another', async () => {
  const gatewayPort = await take()
  const choose = choosePorts([], { gatewayPort })
  await expect(choose).rejects.toThrow(
    new RegExp(`^Port ${gatewayPort}, meant for the gateway.*PORT=\\d+ npm start\\.$`),
  )
})

it('names the setting of the member whose port is in use', async () => {
  const port = await take()
  const choose = choosePorts(['kutai-timur'], { gatewayPort: 0, memberPorts: new Map([['kutai-timur', port]]) })
  await expect(choose).rejects.toThrow(`LAWANG_PORT_KUTAI_TIMUR=`)
})
