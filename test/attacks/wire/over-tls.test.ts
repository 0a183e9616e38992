import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../operations/clients/client.ts'
import { graphqlWsClient } from '../../operations/clients/graphql-ws.ts'
import { codesOf, dataOf, ELECTRICITY, file, followTo, read, readWhen, STREET_LIGHTS } from '../../operations/hub.ts'
import { operation } from '../../operations/operations-file.ts'
import { startTestNetwork, type TestNetwork } from '../../operations/start-network.ts'
import { callOverTls, certificateOf, type TlsRequest } from './tls-caller.ts'

let started: TestNetwork
let client: Client
let dataFolder: string

beforeAll(async () => {
  started = await startTestNetwork({ tls: true })
  client = graphqlWsClient.connect(started.network.gateway.url)
  dataFolder = started.description.dataFolder
}, 180_000)
afterAll(async () => {
  await client?.close()
  await started?.stop()
})

const memberAt = (name: string) => started.description.members[name] ?? ''

describe('a network whose servers speak TLS with each other', () => {
  it('has no plain address in its registry', () => {
    const { payload } = JSON.parse(readFileSync(join(dataFolder, 'members.json'), 'utf8'))
    const registry = Buffer.from(payload, 'base64url').toString('utf8')
    expect(registry).toContain('https://')
    expect(registry).not.toContain('http://')
  })

  it('takes a complaint in, hands it over through the hub, and tells so while it happens', async () => {
    const { id } = await file(client, { ...ELECTRICITY, idempotencyKey: 'over-tls' })
    const events = await followTo(client, id, 'HANDED_OVER')
    expect(events.map(({ type }) => type)).toEqual(['FILED', 'HANDED_OVER'])
    expect((await readWhen(client, id, 'HANDED_OVER')).handledBy?.region.code).toBe('00')
  })

  it('lets a province ask the nation for its recap', async () => {
    const asked = {
      query: operation('Recap'),
      variables: { region: '64', month: new Date().toISOString().slice(0, 7) },
    }
    const { data, errors } = await client.ask<{ recap: unknown }>(asked)
    expect(errors ?? []).toEqual([])
    expect(data?.recap).toBeTruthy()
  })
})

describe('a line is the line of whoever signs what comes by it', () => {
  const exchange = () => ({
    ...{ url: memberAt('national'), path: '/exchange', to: 'national' },
    body: JSON.stringify({
      ...{ member: 'kutai-timur', session: 'hostile', incarnation: 1, hubIncarnation: 1, sent: 1, log: [] },
      mailCursor: { incarnation: 1, n: 0 },
    }),
  })
  const question = () => ({
    ...{ url: memberAt('regency'), path: '/graphql', to: 'regency' },
    body: JSON.stringify({ query: '{ regions { code } }' }),
  })
  /** Why a request is refused; the exchange does not say. */
  const refusedFor = async (asked: TlsRequest) => {
    const answer = JSON.stringify(await callOverTls(dataFolder, asked))
    expect(answer).toContain('UNTRUSTED_REQUEST')
    return /"reason":"(\w+)"/.exec(answer)?.[1] ?? 'UNSAID'
  }

  it('refuses a true signature from a client without a certificate', async () => {
    expect(await refusedFor({ ...question(), signedBy: 'gateway' })).toBe('NO_CERTIFICATE')
    expect(await refusedFor({ ...exchange(), signedBy: 'kutai-timur' })).toBe('UNSAID')
  })

  it("refuses it from a client with another server's certificate, or with one that is over", async () => {
    const others = certificateOf('regency', dataFolder)
    expect(await refusedFor({ ...question(), signedBy: 'gateway', certificate: others })).toBe('OTHER_CERTIFICATE')
    expect(await refusedFor({ ...exchange(), signedBy: 'kutai-timur', certificate: others })).toBe('UNSAID')
    const over = certificateOf('gateway', dataFolder, -1)
    expect(await refusedFor({ ...question(), signedBy: 'gateway', certificate: over })).toBe('EXPIRED_CERTIFICATE')
  })

  it('takes it with the certificate of its own', async () => {
    const certificate = certificateOf('gateway', dataFolder)
    expect(await callOverTls(dataFolder, { ...question(), signedBy: 'gateway', certificate })).toHaveProperty(
      'data.regions',
    )
  })

  it('answers people who come without a certificate, as the public that they are', async () => {
    expect(await callOverTls(dataFolder, question())).toHaveProperty('data.regions')
    expect(await refusedFor(exchange())).toBe('UNSAID')
  })
})

describe("a server that stands at a member's address with another member's certificate", () => {
  let impostor: Server
  const heard: string[] = []
  const { promise: tried, resolve: hearsLine } = Promise.withResolvers<void>()

  beforeAll(async () => {
    await started.network.members.get('kutai-timur')?.kill('SIGKILL')
    const options = { ...certificateOf('regency', dataFolder), requestCert: true, rejectUnauthorized: false }
    impostor = createServer(options, (request, response) => {
      heard.push(request.url ?? '')
      response.setHeader('content-type', 'application/json').end('{"data":{"complaint":null}}')
    })
    impostor.on('connection', () => hearsLine())
    const port = Number(new URL(memberAt('kutai-timur')).port)
    await new Promise<void>((resolve) => impostor.listen(port, '127.0.0.1', resolve))
  })
  afterAll(() => {
    impostor?.closeAllConnections()
    impostor?.close()
  })

  it('is told nothing: the gateway says that the member is not there, and others go on', async () => {
    const { id } = await file(client, { ...STREET_LIGHTS, door: '64.02', location: '64.02', idempotencyKey: 'beside' })
    const theirs = {
      query: operation('FileComplaint'),
      variables: { input: { ...STREET_LIGHTS, idempotencyKey: 'x' } },
    }
    const answer = await client.ask(theirs)
    expect(codesOf(answer)).toContain('MEMBER_UNAVAILABLE')
    await tried
    expect(dataOf({ data: await read(client, id) }).id).toBe(id)
    expect(heard).toEqual([])
  })
})
