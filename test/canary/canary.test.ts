import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../operations/clients/client.ts'
import { fetchClient } from '../operations/clients/fetch.ts'
import { dataOf, ELECTRICITY, file, followTo, read, readWhen, STREET_LIGHTS, tokenFor } from '../operations/hub.ts'
import { operation } from '../operations/operations-file.ts'
import { type CanaryNetwork, startCanaryNetwork } from './canary-network.ts'
import { formsFound } from './find-encoded.ts'

const PLANTED = {
  name: 'Kenari Burungsakti Zxqvjk',
  phone: '081298765432',
  email: 'kenari.zxqvjk@contoh-kicau.invalid',
  nationalId: '6408047001019876',
  address: 'Jalan Kicau Zxqvjk 4711 RT 03',
}
/** Also what is left of a number when its country code or punctuation goes. */
const CANARIES = { ...PLANTED, digits: '81298765432', part: 'Zxqvjk' }
/** For the control: what may be read by all is to be found. */
const PUBLIC_TITLE = 'Lampu Pqwxyz padam'

let network: CanaryNetwork
let anybody: Client
let surfaces: ReadonlyMap<string, Buffer>

/** Sends to the gateway and keeps the answer's bytes: what it says to anybody is searched. */
const heard: Buffer[] = []
async function hear(body: unknown, headers: Record<string, string> = {}): Promise<void> {
  const response = await fetch(`${network.gatewayUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-encoding': 'identity', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  heard.push(Buffer.from(JSON.stringify([...response.headers])), Buffer.from(await response.arrayBuffer()))
}
const keep = (value: unknown) => heard.push(Buffer.from(JSON.stringify(value)))

async function atTheDoor<T>(query: string, variables: object, token?: string): Promise<T> {
  const client = fetchClient.connect(network.doorUrl, token)
  return dataOf(await client.ask<T>({ query, variables: { ...variables } }))
}

/** Everything that happens to a complaint, with the canary in it. */
async function live(): Promise<void> {
  anybody = fetchClient.connect(network.gatewayUrl)
  const named = await file(anybody, {
    ...ELECTRICITY,
    anonymous: false,
    reporter: PLANTED,
    idempotencyKey: PLANTED.name,
  })
  keep(named)
  const body = `Hubungi ${PLANTED.name}, ${PLANTED.phone} atau +62 812-9876-5432, ${PLANTED.email}, NIK 6408 0470 0101 9876, di ${PLANTED.address}.`
  const hidden = await file(anybody, { ...ELECTRICITY, body, confidential: true, reporter: PLANTED })
  keep(hidden)
  const shown = await file(anybody, { ...STREET_LIGHTS, title: PUBLIC_TITLE })
  keep(await read(anybody, shown.id))
  keep(await followTo(anybody, named.id, 'HANDED_OVER'))
  keep(await readWhen(anybody, hidden.id, 'HANDED_OVER'))
  await actOnIt(named.id)
  await askForIt(named, hidden)
  await failOnPurpose()
}

/** The nation's officers verify, assign, start and answer; the reporter replies. */
async function actOnIt(complaint: string): Promise<void> {
  const nation = fetchClient.connect(network.gatewayUrl, await tokenFor(network.dataFolder, { role: 'national-admin' }))
  const holder = await readWhen(anybody, complaint, 'HANDED_OVER')
  const act = async (name: string, input: object) =>
    keep(await nation.ask({ query: operation(name), variables: { input } }))
  const id = holder.case?.id
  await act('VerifyCase', { case: id, category: ELECTRICITY.category })
  await act('StartCase', { case: id })
  await act('AnswerCase', { case: id, body: 'Listrik menyala lagi.' })
  keep(await nation.ask({ query: operation('Worklist'), variables: { region: '00' } }))
  keep(
    await nation.ask({
      query: `query ($id: ID!) { case(id: $id) { reporter { handle anonymous } complaint { title body } } }`,
      variables: { id },
    }),
  )
  await wantToKnow(nation, id)
}

async function wantToKnow(nation: Client, id: string | undefined): Promise<void> {
  const query = 'mutation ($input: ReadReporterInput!) { readReporter(input: $input) { name phone email } }'
  const refused = await nation.ask({ query, variables: { input: { case: id, purpose: 'ingin tahu' } } })
  expect(refused.errors?.[0]?.extensions?.code).toBe('IDENTITY_STAYS_AT_DOOR')
  keep(refused)
}

/** Lists, feeds and recaps by the gateway; who reports, at the door's own server. */
async function askForIt(
  named: Awaited<ReturnType<typeof file>>,
  hidden: Awaited<ReturnType<typeof file>>,
): Promise<void> {
  for (const [name, variables] of [
    ['Complaints', { filter: { region: '64.08' }, first: 50 }],
    ['Complaint', { id: hidden.id, secret: hidden.receipt.secret }],
    ['Recap', { region: '64', month: new Date().toISOString().slice(0, 7) }],
    ['Members', {}],
    ['NoWrongDoor', {}],
    ['ReplyToAnswer', { input: { complaint: named.id, secret: named.receipt.secret, satisfied: true } }],
  ] as const) {
    keep(await anybody.ask({ query: operation(name), variables }))
  }
  const query = `query ($complaint: ID!, $secret: String!) {
    personalData(complaint: $complaint, secret: $secret) { state reporter { name phone email nationalId address } }
  }`
  const { personalData } = await atTheDoor<{ personalData: unknown }>(query, {
    complaint: named.id,
    secret: named.receipt.secret,
  })
  expect(personalData).toEqual({ state: 'KEPT', reporter: PLANTED })
}

/** What is refused must not repeat what was sent. */
async function failOnPurpose(): Promise<void> {
  const query = operation('FileComplaint')
  const input = { ...ELECTRICITY, reporter: PLANTED }
  const wrong = [
    { ...input, door: '99' },
    { ...input, category: 'no.such.category' },
    { ...input, title: ' ' },
    { ...input, reporter: { ...PLANTED, nationalId: `${PLANTED.nationalId}77` } },
    { ...input, reporter: { ...PLANTED, address: PLANTED.address.repeat(40) } },
    { ...input, onBehalf: { consentAt: '2026-01-01', consentBy: PLANTED.name } },
  ]
  for (const each of wrong) await hear({ query, variables: { input: each } })
  await hear({ query, variables: { input } }, { authorization: 'Bearer nonsense' })
  await hear(JSON.stringify({ query, variables: { input } }).slice(0, -20))
}

beforeAll(async () => {
  const server = process.env.LAWANG_TEST_DATABASE_URL
  if (!server) throw new Error('LAWANG_TEST_DATABASE_URL is not set: run the tests by npm test.')
  network = await startCanaryNetwork(server)
})
afterAll(async () => {
  await anybody?.close()
  await network?.[Symbol.asyncDispose]()
})

test('a complaint is filed, handed over, worked on, read, listed and refused in every way', async () => {
  await live()
  const told: [string, Buffer] = ['answers of the gateway', Buffer.concat(heard)]
  surfaces = new Map([...(await network.surfaces()), told])
})

describe("a reporter's identity", () => {
  test.each(Object.entries(CANARIES))('%s leaves the door in no form', (_field, text) => {
    const found = [...surfaces].flatMap(([name, bytes]) => formsFound(bytes, text).map((form) => `${name}: ${form}`))
    expect(found).toEqual([])
  })
})

describe('the search is not blind', () => {
  test('what all may read is found on the lines, in the answers and in the databases of others', () => {
    const found = [...surfaces].filter(([, bytes]) => formsFound(bytes, PUBLIC_TITLE).length > 0).map(([name]) => name)
    expect(found).toEqual(
      expect.arrayContaining([
        'gateway ← kutai-timur',
        'exchange → kutai-timur',
        'answers of the gateway',
        'dump of kutai-timur',
        'dump of national',
      ]),
    )
  })

  test('nothing on the lines is compressed', () => {
    for (const [name, bytes] of surfaces) {
      const accepted = name.includes('←') ? /content-encoding:|permessage-deflate/i : /content-encoding:/i
      if (/[→←]/.test(name)) expect(accepted.exec(bytes.toString('latin1')), name).toBeNull()
    }
  })

  test('every place that is searched has something in it', () => {
    for (const [name, bytes] of surfaces) {
      if (!/(?:regency|provincial)$/.test(name)) expect(bytes.length, name).toBeGreaterThan(0)
    }
    expect(surfaces.size).toBeGreaterThan(20)
  })
})
