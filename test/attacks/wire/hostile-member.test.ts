import { createHmac, randomBytes } from 'node:crypto'
import { nextEvent } from '@lawang/schema/exchange/chain'
import type { ChainEvent, EventData, LogMessage } from '@lawang/schema/exchange/messages'
import { makeId } from '@lawang/schema/id'
import { mintAssertion } from '@lawang/trust/assertion/assertion'
import { generateKeyText, readSigningKey } from '@lawang/trust/keys/signing-key'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Client } from '../../operations/clients/client.ts'
import { fetchClient } from '../../operations/clients/fetch.ts'
import { file, read, STREET_LIGHTS } from '../../operations/hub.ts'
import { startTestNetwork, type TestNetwork } from '../../operations/start-network.ts'
import { digestOf, type HostileMember, hostileMember } from './hostile-member.ts'

const OWN = '64.08'
const OTHERS = '64.02'

let started: TestNetwork
let client: Client
let hostile: HostileMember
/** A complaint of the regency that is attacked. */
let victim: string
let before: string

/** What hub and member know of a complaint, as text: whatever changes of it shows. */
async function stateOf(complaint: string): Promise<string> {
  const of = async (member: string, query: string) => {
    const database = new pg.Client({ connectionString: started.description.databases[member] })
    await database.connect()
    const { rows } = await database.query(query, [complaint])
    await database.end()
    return rows
  }
  return JSON.stringify([
    await of('national', 'SELECT * FROM hub.register WHERE complaint = $1'),
    await of('national', 'SELECT * FROM hub.listing WHERE complaint = $1'),
    await of('regency', 'SELECT * FROM custody WHERE complaint = $1'),
    await of('regency', 'SELECT * FROM chain_event WHERE complaint = $1 ORDER BY seq'),
    await of('regency', 'SELECT * FROM annex_event WHERE complaint = $1'),
  ])
}

beforeAll(async () => {
  started = await startTestNetwork()
  client = fetchClient.connect(started.network.gateway.url)
  const { dataFolder, members } = started.description
  victim = (await file(client, { ...STREET_LIGHTS, door: OTHERS, location: '64.02' })).id
  // The member's process is taken over: what speaks with its key from here on is ours.
  await started.network.members.get('kutai-timur')?.kill('SIGKILL')
  hostile = hostileMember('kutai-timur', dataFolder, members.national ?? '')
  await vi.waitFor(async () => expect(await stateOf(victim)).toContain('"phase"'), { timeout: 30_000 })
  before = await stateOf(victim)
}, 180_000)
afterAll(() => started?.stop())
beforeEach(async () => {
  expect((await hostile.exchange({})).status).toBe(200)
})

const AGENCY = makeId('agency', OWN, () => new Uint8Array(10).fill(1))
const HANDLED_BY = { id: AGENCY, name: 'Dinas', shortName: 'Dinas' }
function event(
  complaint: string,
  change: Omit<Partial<ChainEvent>, 'data'> & { readonly data?: Partial<EventData> } = {},
): ChainEvent {
  const { data, epoch = 1, by = OWN, type = 'ANSWERED', id = randomBytes(8).toString('hex') } = change
  const draft = {
    id,
    type,
    at: new Date().toISOString(),
    by,
    data: { status: 'ANSWERED' as const, handledBy: HANDLED_BY, ...data },
  }
  return hostile.sign(nextEvent([], complaint, epoch, draft))
}

async function isRefused(message: LogMessage, rule: RegExp): Promise<void> {
  const { status, body } = await hostile.say(message)
  expect({ status, body }).toMatchObject({ status: expect.any(Number), body: { error: { code: expect.any(String) } } })
  expect(JSON.stringify(body)).toMatch(rule)
  expect(await stateOf(victim)).toBe(before)
}

const DOSSIER = {
  ...{
    kind: 'COMPLAINT' as const,
    title: 'x',
    body: 'x',
    anonymous: true,
    confidential: false,
    channel: 'WEB' as const,
  },
  ...{ filedAt: new Date().toISOString(), details: [], contentHash: '0'.repeat(64) },
}

describe('a member that lies in its log about what is others changes nothing, and is told the rule', () => {
  it("files under another government's code", async () => {
    const complaint = makeId('complaint', OTHERS, () => randomBytes(10))
    const filed = event(complaint, { type: 'FILED' })
    const message = { complaint, epoch: 1 as const, event: filed, secretHash: '0'.repeat(64), dossier: DOSSIER }
    await isRefused({ type: 'Filed', door: OWN, ...message }, /A door files its own complaints/)
    const forged = { ...message, event: event(complaint, { type: 'FILED', by: OTHERS }) }
    await isRefused(
      { type: 'Filed', door: OTHERS, ...forged },
      /speaks for the governments of its member|is signed by another/,
    )
  })

  it('writes in the name of the holder, with its own signature', async () => {
    const forged = event(victim, { by: OTHERS })
    await isRefused(
      { type: 'Event', complaint: victim, event: forged },
      /speaks for the governments of its member|is signed by another/,
    )
  })

  it('writes in a complaint that it never had', async () => {
    await isRefused({ type: 'Event', complaint: victim, event: event(victim) }, /complaints that it has had/)
  })

  it('takes custody by a grant that it has signed itself, or by none', async () => {
    const move = { why: 'REQUEST' as const, from: OTHERS, to: OWN }
    for (const grant of [undefined, { keyid: hostile.key.id, value: 'A'.repeat(86) }]) {
      const taken = event(victim, { type: 'HANDED_OVER', epoch: 1_000_001, data: { ...move, ...(grant && { grant }) } })
      const message = { type: 'Taken' as const, complaint: victim, epoch: 1_000_001, by: OWN, event: taken }
      await isRefused(message, /shows no grant|shows a grant that is not the hub's/)
    }
  })

  it('reports custody that the hub has not given', async () => {
    const row = { complaint: victim, government: OWN, door: OTHERS, epoch: 1_000_099, dossier: DOSSIER, annex: [] }
    const report = { type: 'Report' as const, restored: false, hub: 1, page: 0, last: true }
    await isRefused({ ...report, rows: [{ ...row, state: 'HOLDING', chain: [] }] }, /an epoch that the hub has given/)
    const others = { ...row, government: OTHERS, state: 'HOLDING' as const, epoch: 1, chain: [] }
    await isRefused({ ...report, rows: [others] }, /A Report speaks for the governments of its member/)
    const chain = [event(victim, { type: 'FILED', by: OTHERS })]
    await isRefused({ ...report, rows: [{ ...row, epoch: 1, state: 'HOLDING', chain }] }, /is signed by another/)
  })
})

describe('the exchange', () => {
  const refused = (reply: { readonly body: unknown }, code: string) =>
    expect(reply.body).toMatchObject({ error: { code } })

  it('is for the member that signs, and for no other', async () => {
    refused(await hostile.exchange({ member: 'regency' }), 'FORBIDDEN')
  })

  it('takes no request that is unsigned, altered, or signed by a stranger, whatever token is beside it', async () => {
    const url = `${started.description.members.national}/exchange`
    const body = JSON.stringify({ member: 'kutai-timur' })
    const plain = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    refused({ body: await plain.json() }, 'UNTRUSTED_REQUEST')
    const altered = JSON.stringify({ member: 'regency' })
    refused(await hostile.post(url, { body }, { body: altered }), 'UNTRUSTED_REQUEST')
    refused(await hostile.post(url, { body }, { body: altered, headers: digestOf(altered) }), 'UNTRUSTED_REQUEST')
    const stranger = readSigningKey(generateKeyText({ isDevelopment: true }))
    refused(await hostile.post(url, { body }, { key: stranger }), 'UNTRUSTED_REQUEST')
    refused(await hostile.post(url, { body, to: 'regency' }), 'UNTRUSTED_REQUEST')
    expect(await stateOf(victim)).toBe(before)
  })
})

describe("another member's graph", () => {
  const body = JSON.stringify({ query: `{ worklist(regions: ["${OTHERS}"], first: 1) { edges { node { id } } } }` })
  const claims = { sub: 'x', role: 'coordinator', region: OTHERS, iss: 'https://lawang.id/development', exp: 4e9 }
  const assertion = (member: string) => {
    const now = Math.floor(Date.now() / 1000)
    const bearer = { kind: 'KNOWN' as const, claims }
    return mintAssertion({ gateway: 'gateway', member, bearer, token: 't', now, id: 'x' }, hostile.key)
  }
  const ask = (headers: Record<string, string>, to = 'regency') =>
    hostile.post(`${started.description.members.regency}/graphql`, { body, to, headers })
  const untrusted = (reply: { readonly body: unknown }) =>
    expect(reply.body).toMatchObject({ errors: [{ extensions: { code: 'UNTRUSTED_REQUEST' } }] })

  it('takes no assertion from a member, however it is signed', async () => {
    untrusted(await ask({ 'lawang-assertion': assertion('regency') }))
    const url = `${started.description.members.regency}/graphql`
    const headers = { 'content-type': 'application/json', 'lawang-assertion': assertion('regency') }
    untrusted({ body: await (await fetch(url, { method: 'POST', headers, body })).json() })
  })

  it('takes no token with alg none, or HS256 with the public key, or the address of a key', async () => {
    const url = `${started.description.members.regency}/graphql`
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const payload = part({ ...claims, aud: 'lawang' })
    const tokens = [
      `${part({ alg: 'none' })}.${payload}.`,
      ...[{ alg: 'HS256' }, { alg: 'EdDSA', jku: 'http://169.254.169.254/keys' }].map((header) => {
        const text = `${part(header)}.${payload}`
        return `${text}.${createHmac('sha256', hostile.key.x).update(text).digest('base64url')}`
      }),
    ]
    for (const token of tokens) {
      for (const base of [url, `${started.network.gateway.url}/graphql`]) {
        const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
        const answer: unknown = await (await fetch(base, { method: 'POST', headers, body })).json()
        expect(answer).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
      }
    }
  })
})

it('afterwards everybody lives, and the member that was taken over goes on where it was', async () => {
  expect(await stateOf(victim)).toBe(before)
  expect((await read(client, victim)).id).toBe(victim)
  await started.network.members.get('kutai-timur')?.start()
  const { id } = await file(client, { ...STREET_LIGHTS, door: OWN, location: '64.08' })
  expect((await read(client, id)).id).toBe(id)
})
