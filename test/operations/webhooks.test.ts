import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { fetchClient } from './clients/fetch.ts'
import { codesOf, dataOf, ELECTRICITY, file, tokenFor } from './hub.ts'

const { gateway, dataFolder } = inject('network')

interface Received {
  readonly id: string
  readonly isSigned: boolean
  readonly event: { readonly type: string; readonly subject: string; readonly data: Record<string, unknown> }
  readonly body: string
}

const REGISTER = `mutation ($input: RegisterWebhookInput!) { registerWebhook(input: $input) { id state secret } }`
const received: Received[] = []
/** Whether the receiver takes what comes. */
let isUp = true
let secret = ''
let server: Server

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const body = await text(request)
    if (!isUp) return response.writeHead(503).end()
    const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = request.headers
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
    const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
    received.push({ id: String(id), isSigned: signature === `v1,${expected}`, event: JSON.parse(body), body })
    return response.writeHead(204).end()
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const stepsOf = (complaint: string) =>
  received.filter(({ event }) => event.subject === complaint).map(({ event }) => event.type)

test('another system is sent every step of a complaint in its order, signed, and nothing of who reported', async () => {
  const token = await tokenFor(dataFolder, { role: 'integrator', scope: 'manageWebhooks' })
  const integrator = fetchClient.connect(gateway, token)
  const anybody = fetchClient.connect(gateway)
  const { port } = server.address() as AddressInfo
  const input = { url: `http://127.0.0.1:${port}/lawang`, region: '64' }
  expect(codesOf(await anybody.ask({ query: REGISTER, variables: { input } }))).toEqual(['UNAUTHENTICATED'])
  const elsewhere = { url: 'https://10.0.0.1/lawang' }
  expect(codesOf(await integrator.ask({ query: REGISTER, variables: { input: elsewhere } }))).toEqual([
    'INVALID_WEBHOOK',
  ])
  const { registerWebhook } = dataOf(
    await integrator.ask<{ registerWebhook: { id: string; secret: string } }>({
      query: REGISTER,
      variables: { input },
    }),
  )
  secret = registerWebhook.secret

  const reporter = { name: 'Warga Penguji', phone: '081299990001' }
  const { id } = await file(anybody, { ...ELECTRICITY, anonymous: false, reporter })
  const hidden = await file(anybody, { ...ELECTRICITY, confidential: true })
  await expect
    .poll(() => stepsOf(id), { timeout: 30_000 })
    .toEqual(['id.lawang.complaint.filed', 'id.lawang.complaint.handed-over'])
  expect(received.map(({ isSigned }) => isSigned)).not.toContain(false)
  expect(received.map(({ body }) => body).join()).not.toMatch(/Warga Penguji|081299990001/)

  const later = await file(anybody, ELECTRICITY)
  await expect.poll(() => stepsOf(later.id).length, { timeout: 30_000 }).toBe(2)
  expect(stepsOf(hidden.id)).toEqual([])
  const shown = dataOf(
    await integrator.ask<{ webhooks: readonly { id: string; state: string; secret: null }[] }>({
      query: '{ webhooks { id state secret } }',
    }),
  ).webhooks
  expect(shown).toContainEqual({ id: registerWebhook.id, state: 'ACTIVE', secret: null })

  isUp = false
  const missed = await file(anybody, ELECTRICITY)
  const remove = 'mutation ($id: ID!) { removeWebhook(id: $id) { id state } }'
  const stateNow = async () =>
    dataOf(
      await integrator.ask<{ webhooks: readonly { state: string }[] }>({ query: '{ webhooks { state } }' }),
    ).webhooks.map(({ state }) => state)
  await expect.poll(stateNow, { timeout: 30_000 }).toContain('FAILING')
  isUp = true
  await expect.poll(() => stepsOf(missed.id).length, { timeout: 30_000 }).toBe(2)
  dataOf(await integrator.ask({ query: remove, variables: { id: registerWebhook.id } }))
})
