import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openNatsNudges } from '@lawang/member/nudge/nats-nudges'
import { findNatsServer, type NatsServer, natsServer } from '@lawang/member/nudge/testing/nats-server'
import { findFreePort } from '@lawang/scripts/network/ports'
import { type ServerProcess, serverProcess } from '@lawang/scripts/network/server-process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from './clients/client.ts'
import { fetchClient } from './clients/fetch.ts'
import { graphqlWsClient } from './clients/graphql-ws.ts'
import { dataOf, type Event, file, STREET_LIGHTS } from './hub.ts'
import { operation } from './operations-file.ts'
import { startTestNetwork, type TestNetwork } from './start-network.ts'

const program = await findNatsServer()
if (program === undefined)
  console.warn('There is no nats-server, and apt-get cannot fetch one: its tests are left out.')

/** Several gateways, and beside the hub two processes that stream the same feed. */
describe.runIf(program)('gateways and streaming processes in any number', () => {
  let nats: NatsServer
  let started: TestNetwork
  const servers: ServerProcess[] = []
  const clients: Client[] = []
  /** What each subscriber has seen, by complaint and step. */
  const seen: string[][] = []
  const filed: string[] = []

  const everybodySaw = () => seen.every((steps) => filed.every((id) => steps.includes(`${id} 1`)))
  const fileOne = async () => {
    const { id } = await file(fetchClient.connect(started.description.gateway), STREET_LIGHTS)
    filed.push(id)
    await expect.poll(everybodySaw, { timeout: 30_000 }).toBe(true)
  }

  async function startServer(name: string, main: string, port: number, args: string[], env: Record<string, string>) {
    const log = join(started.description.dataFolder, 'logs', `${name}.log`)
    const server = serverProcess({ name, url: `http://127.0.0.1:${port}`, main, args, env, log }, () => undefined)
    servers.push(server)
    await server.start()
    return server
  }

  async function startStream(name: string, port: number, registry: string): Promise<ServerProcess> {
    const { dataFolder, databases } = started.description
    return startServer(name, 'subgraphs/national/stream.ts', port, [], {
      PORT: String(port),
      DATABASE_URL: databases.national ?? '',
      LAWANG_MEMBER_NAME: 'national',
      LAWANG_JWKS: join(dataFolder, 'keys/jwks.json'),
      LAWANG_MEMBERS: registry,
    })
  }

  async function startGateway(name: string, registry: string): Promise<ServerProcess> {
    const port = await findFreePort()
    const args = ['--supergraph', 'schema/contracts/supergraph.graphql', '--members', registry, '--port', `${port}`]
    return startServer(name, 'gateway/main.ts', port, args, {})
  }

  function subscribe(url: string, after: string): void {
    const client = graphqlWsClient.connect(url)
    clients.push(client)
    const steps: string[] = []
    seen.push(steps)
    const read = async () => {
      const asked = { query: operation('ComplaintChanged'), variables: { region: '64.08', after } }
      for await (const answer of client.follow<{ complaintChanged: Event }>(asked)) {
        const { complaint, sequence } = dataOf(answer).complaintChanged
        steps.push(`${complaint.id} ${sequence}`)
      }
    }
    void read().catch(() => {})
  }

  beforeAll(async () => {
    nats = await natsServer(program ?? '')
    await nats.start()
    process.env.NATS_URL = nats.url
    started = await startTestNetwork()
    const { dataFolder, gateway } = started.description
    const ports = [await findFreePort(), await findFreePort()]
    const signed: { payload: string } = JSON.parse(await readFile(join(dataFolder, 'members.json'), 'utf8'))
    const content: { members: { name: string }[] } = JSON.parse(Buffer.from(signed.payload, 'base64url').toString())
    const streams = ports.map((port) => `http://127.0.0.1:${port}`)
    const entries = content.members.map((entry) => (entry.name === 'national' ? { ...entry, streams } : entry))
    const registry = join(dataFolder, 'members-with-streams.json')
    await writeFile(registry, JSON.stringify(entries))
    await Promise.all(ports.map((port, index) => startStream(`stream-${index + 1}`, port, registry)))
    const gateways = await Promise.all([startGateway('gateway-1', registry), startGateway('gateway-2', registry)])
    const page = await fetchClient.connect(gateway).ask<{ complaints: { feedCursor: string } }>({
      query: operation('Complaints'),
    })
    // clients of their own: each gateway gives them the hub and both streaming processes in turn
    for (const { url } of gateways) {
      for (let turn = 0; turn < 3; turn++) subscribe(url, dataOf(page).complaints.feedCursor)
    }
  }, 120_000)

  afterAll(async () => {
    delete process.env.NATS_URL
    await Promise.all(clients.map((client) => client.close()))
    await Promise.all(servers.map((server) => server.kill()))
    await started?.stop()
    await nats?.close()
  })

  it('tell all subscribers the same events', async () => {
    for (let turn = 0; turn < 3; turn++) await fileOne()
  })

  it('go on without NATS', async () => {
    await nats.kill()
    for (let turn = 0; turn < 3; turn++) await fileOne()
  })

  it('are nudged again when NATS is back', async () => {
    await nats.start()
    const nudges = openNatsNudges({ url: nats.url })
    const heard: (string | undefined)[] = []
    nudges.on('feed', (news) => heard.push(news))
    await expect.poll(() => heard.some((news) => news !== undefined), { timeout: 20_000 }).toBe(true)
    const before = heard.length
    await fileOne()
    await expect.poll(() => heard.length).toBeGreaterThan(before)
    await nudges.close()
  })

  it('have told everybody everything once and in one order', () => {
    const [first = []] = seen
    expect(seen).toHaveLength(6)
    expect(new Set(first).size).toBe(first.length)
    expect(first.filter((step) => step.endsWith(' 1'))).toEqual(filed.map((id) => `${id} 1`))
    for (const steps of seen) expect(steps).toEqual(first)
  })
})
