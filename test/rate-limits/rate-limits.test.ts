import { randomBytes } from 'node:crypto'
import { makeId } from '@lawang/schema/id'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ELECTRICITY, tokenFor } from '../operations/hub.ts'
import { startTestNetwork, type TestNetwork } from '../operations/start-network.ts'

/** Behind one proxy of ours, as a deployment stands: an address is what the proxy wrote last, and none is exempt. */
const SETTINGS = {
  LAWANG_PROXIES: '1',
  LAWANG_FILINGS_PER_NETWORK: '2',
  LAWANG_FILINGS_PER_PERSON: '3',
  LAWANG_FILINGS_PER_DOOR: '20',
}

let network: TestNetwork
const doors: Record<string, string> = {}

beforeAll(async () => {
  network = await startTestNetwork({ settings: SETTINGS })
  doors.gateway = network.description.gateway
  doors.member = network.description.members['kutai-timur'] ?? ''
})
afterAll(() => network?.stop())

interface Refused {
  readonly code: string
  readonly retryAfter: number | undefined
}

let sent = 0
/** Asks from an address; `TAKEN`, or how it was refused. */
async function ask(door: string, query: string, from: string, token?: string): Promise<'TAKEN' | Refused> {
  const response = await fetch(`${doors[door]}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': `203.0.113.${++sent % 250}, ${from}`,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query }),
  })
  const { errors } = await response.json()
  if (!errors) return 'TAKEN'
  const { code, retryAfter } = errors[0].extensions
  return { code, retryAfter }
}

const inputOf = (government: string) => {
  const { kind, channel, ...texts } = { ...ELECTRICITY, door: government }
  const fields = Object.entries(texts).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
  return `{ kind: ${kind}, channel: ${channel}, ${fields.join(', ')} }`
}
const filing = (government = '64.08') => `mutation { fileComplaint(input: ${inputOf(government)}) { id } }`
const unknown = () => makeId('complaint', '64.08', () => randomBytes(10))

const limited = { code: 'RATE_LIMITED', retryAfter: expect.any(Number) }
const times = async <T>(many: number, work: () => Promise<T>): Promise<readonly T[]> => {
  const done: T[] = []
  for (let n = 0; n < many; n++) done.push(await work())
  return done
}

describe('filing is limited', () => {
  it.each(['gateway', 'member'])(
    'by the network that it comes from, at the %s, whatever else it forwards',
    async (door) => {
      const from = door === 'gateway' ? '192.0.2.1' : '192.0.2.2'
      expect(await times(3, () => ask(door, filing(), from))).toEqual(['TAKEN', 'TAKEN', limited])
      const refused = await ask(door, filing(), from)
      // Two in an hour: the next is taken half an hour later at most.
      expect(refused === 'TAKEN' ? 0 : refused.retryAfter).toBeLessThanOrEqual(1_800)
      expect(refused === 'TAKEN' ? 0 : refused.retryAfter).toBeGreaterThan(1_700)
    },
  )

  it('by the /64 of an IPv6 address: another address of it gains nothing', async () => {
    const answers = []
    for (const last of [1, 2, 3]) answers.push(await ask('gateway', filing(), `2001:db8:0:7::${last}`))
    expect(answers).toEqual(['TAKEN', 'TAKEN', limited])
    expect(await ask('gateway', filing(), '2001:db8:0:8::1')).toBe('TAKEN')
  })

  it('by the person, wherever the person asks from, and through the gateway as at the member', async () => {
    const token = await tokenFor(network.description.dataFolder, { role: 'kiosk', region: '64.08' }, 'kiosk-1')
    let address = 0
    const file = (door: string) => ask(door, filing(), `198.51.100.${++address}`, token)
    expect([await file('gateway'), await file('member'), await file('gateway')]).toEqual(['TAKEN', 'TAKEN', 'TAKEN'])
    expect([await file('gateway'), await file('member')]).toEqual([limited, limited])
    const other = await tokenFor(network.description.dataFolder, { role: 'kiosk', region: '64.08' }, 'kiosk-2')
    expect(await ask('gateway', filing(), '198.51.100.1', other)).toBe('TAKEN')
  })

  it('in a batch, each complaint of it', async () => {
    const batch = `mutation { fileComplaints(input: { door: "64.08", complaints: [${[1, 2, 3]
      .map((n) => inputOf('64.08').replace('{ kind', `{ idempotencyKey: "batch-${n}", kind`))
      .join(', ')}] }) { complaint { id } refusal { code } } }`
    const response = await fetch(`${doors.gateway}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '192.0.2.30' },
      body: JSON.stringify({ query: batch }),
    })
    const { data } = await response.json()
    const codes = data.fileComplaints.map(({ refusal }: { refusal: { code: string } | null }) => refusal?.code)
    expect(codes.toSorted()).toEqual(['RATE_LIMITED', undefined, undefined])
  })

  it('at one door, for all together, while the next door goes on', async () => {
    let address = 0
    const from = () => `198.18.${++address}.1`
    const answers = await times(21, () => ask('gateway', filing('64.02'), from()))
    expect(answers.filter((answer) => answer === 'TAKEN')).toHaveLength(20)
    expect(answers.at(-1)).toEqual(limited)
    expect(await ask('gateway', filing('64.03'), from())).toBe('TAKEN')
  })
})

describe('who looks for what is not there is told to wait', () => {
  it('after a hundred ids, for those that there are as well, while others go on, and by Open311 too', async () => {
    const look = (from: string, id = unknown()) => ask('gateway', `{ complaint(id: "${id}") { status } }`, from)
    const answers = await times(101, () => look('192.0.2.40'))
    expect(answers.filter((answer) => answer === 'TAKEN')).toHaveLength(100)
    expect(await look('192.0.2.40')).toEqual(limited)
    expect(await look('192.0.2.41')).toBe('TAKEN')
    const by311 = await fetch(`${doors.gateway}/open311/v2/requests/${unknown()}.json`, {
      headers: { 'x-forwarded-for': '192.0.2.40' },
    })
    expect([by311.status, Number(by311.headers.get('retry-after')) > 0]).toEqual([429, true])
  })

  it('after thirty wrong secrets, whichever complaint they were for', async () => {
    const guess = () =>
      ask('member', `{ personalData(complaint: "${unknown()}", secret: "x") { complaint } }`, '192.0.2.50')
    const answers = await times(31, guess)
    const codes = answers.map((answer) => (answer === 'TAKEN' ? answer : answer.code))
    expect(codes).toEqual([...Array(30).fill('RECEIPT_NOT_RECOGNISED'), 'RATE_LIMITED'])
  })
})
