import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client } from './clients/client.ts'
import { fetchClient } from './clients/fetch.ts'
import { dataOf, ELECTRICITY, file, tokenFor } from './hub.ts'
import { startTestNetwork, type TestNetwork } from './start-network.ts'

const REGISTER = `mutation ($input: RegisterWebhookInput!) { registerWebhook(input: $input) { id } }`
const STEPS = ['id.lawang.complaint.filed', 'id.lawang.complaint.handed-over']

interface Received {
  readonly id: string
  readonly subject: string
  readonly type: string
  readonly body: string
}

let started: TestNetwork
let anybody: Client
let server: Server
const received: Received[] = []
/** Deliveries that the receiver has read, and has not said that it took. */
const held: ServerResponse[] = []
let isSlow = false

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const body = await text(request)
    const { subject, type } = JSON.parse(body)
    received.push({ id: String(request.headers['webhook-id']), subject, type, body })
    if (isSlow) held.push(response)
    else response.writeHead(204).end()
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  started = await startTestNetwork()
  const { gateway, dataFolder } = started.description
  anybody = fetchClient.connect(gateway)
  const token = await tokenFor(dataFolder, { role: 'integrator', scope: 'manageWebhooks' })
  const { port } = server.address() as AddressInfo
  const input = { url: `http://127.0.0.1:${port}/lawang`, region: '64' }
  dataOf(await fetchClient.connect(gateway, token).ask({ query: REGISTER, variables: { input } }))
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await started?.stop()
})

const member = (name: string) => started.network.members.get(name) ?? expect.fail(`there is no ${name}`)
const fileOne = async () => (await file(anybody, { ...ELECTRICITY, idempotencyKey: crypto.randomUUID() })).id
/** The types that came of one complaint, each where it came first. */
const stepsOf = (complaint: string) => [
  ...new Set(received.filter(({ subject }) => subject === complaint).map(({ type }) => type)),
]

test('a sender that is killed while its receiver thinks sends the same again under the same id, and loses nothing', async () => {
  const filed = [await fileOne()]
  await expect.poll(() => stepsOf(filed[0] ?? ''), { timeout: 60_000 }).toEqual(STEPS)

  isSlow = true
  filed.push(await fileOne())
  await expect.poll(() => held.length, { timeout: 60_000 }).toBeGreaterThan(0)
  const interrupted = received.at(-1)
  await member('national').kill('SIGKILL')
  // Its door issues the id while the nation is down.
  filed.push(await fileOne())
  isSlow = false
  for (const response of held) response.destroy()
  await member('national').start()
  for (const id of filed) await expect.poll(() => stepsOf(id), { timeout: 60_000 }).toEqual(STEPS)
  const again = received.filter(({ id }) => id === interrupted?.id)
  expect(again.length).toBeGreaterThan(1)

  await Promise.all([member('kutai-timur').kill('SIGKILL'), started.network.gateway.kill('SIGKILL')])
  await Promise.all([member('kutai-timur').start(), started.network.gateway.start()])
  filed.push(await fileOne())
  for (const id of filed) await expect.poll(() => stepsOf(id), { timeout: 60_000 }).toEqual(STEPS)
  // Whatever came twice said the same twice: a receiver that knows the id has it already.
  const bodies = Map.groupBy(received, ({ id }) => id)
  for (const [id, same] of bodies) expect(new Set(same.map(({ body }) => body)).size, id).toBe(1)
  expect(bodies.size).toBe(filed.length * STEPS.length)
}, 300_000)
