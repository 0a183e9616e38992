import { afterAll, beforeAll, expect, test } from 'vitest'
import { openChannels } from '../channels/open-channels.ts'
import type { Actor } from '../domain/model.ts'
import type { MemberServices } from '../ports.ts'
import { loadReference } from '../reference/load.ts'
import { openStatusTexts } from '../status-texts/open-status-texts.ts'
import { complaintQueries } from '../store/complaint-queries.ts'
import { fileComplaint } from '../use-cases/file-complaint.ts'
import { openTestMember, type TestMember } from '../use-cases/testing/test-member.ts'
import { ask, coordinator } from './testing/ask.ts'
import { fakeServices } from './testing/fake-services.ts'

const reference = loadReference()
/** A Thursday evening in East Kutai; the kiosk's day without a network was Tuesday the 17th. */
const NOW = new Date('2026-03-19T10:00:00Z')
const KIOSK: Actor = { kind: 'person', subject: 'gerai-1', role: 'kiosk', region: '64.08' }
const ELSEWHERE: Actor = { ...KIOSK, subject: 'gerai-2', region: '64.02' }

const FILE = `mutation ($input: FileComplaintsInput!) { fileComplaints(input: $input) {
  idempotencyKey refusal { code message indonesian }
  complaint { id filedAt receivedAt channel via { name } receipt { secret } case { deadline { at } } }
} }`

interface Filed {
  readonly idempotencyKey: string
  readonly refusal: { readonly code: string; readonly indonesian: string } | null
  readonly complaint: {
    readonly id: string
    readonly filedAt: string
    readonly receivedAt: string | null
    readonly channel: string
    readonly via: { readonly name: string } | null
    readonly receipt: { readonly secret: string }
  } | null
}

let member: TestMember
let services: MemberServices

beforeAll(async () => {
  member = await openTestMember({ reference, governments: ['64.08'], now: () => NOW })
  services = {
    ...fakeServices(reference, { governments: ['64.08'] }),
    complaints: complaintQueries(member.database),
    channels: openChannels(member.around),
    statusTexts: openStatusTexts(member.database, () => NOW),
    fileComplaint: (input, actor) => fileComplaint(member.around, input, actor),
  }
  const input = { door: '64.08', channel: 'KIOSK', name: 'Gerai KIM Sangatta', account: 'gerai-1' } as const
  await services.channels.register(input, coordinator('64.08'))
})
afterAll(() => member[Symbol.asyncDispose]())

const sitting = (from: number, to: number, changes: Record<string, unknown> = {}) =>
  Array.from({ length: to - from }, (_, n) => ({
    ...{ door: '64.08', kind: 'COMPLAINT', title: `Laporan ${from + n}`, body: 'Lampu jalan padam.', channel: 'KIOSK' },
    idempotencyKey: `hari-17-${from + n}`,
    receivedAt: '2026-03-17',
    reporter: { name: `Pelapor ${from + n}` },
    onBehalf: { consentAt: '2026-03-17', consentBy: 'Formulir bertanda tangan di gerai' },
    ...changes,
  }))

async function send(complaints: readonly unknown[], actor: Actor = KIOSK): Promise<readonly Filed[]> {
  const { data, errors } = await ask(services, FILE, { actor, variables: { input: { door: '64.08', complaints } } })
  expect(errors).toBeUndefined()
  return JSON.parse(JSON.stringify(data)).fileComplaints
}

test('a day without a network, half of it sent before the connection broke, is fifty complaints however often it is sent', async () => {
  const half = await send(sitting(0, 25))
  const whole = await send(sitting(0, 50))
  const again = await send(sitting(0, 50))
  expect(whole.map(({ refusal }) => refusal)).toEqual(Array(50).fill(null))
  expect(new Set(whole.map(({ complaint }) => complaint?.id)).size).toBe(50)
  expect(whole.slice(0, 25)).toEqual(half)
  expect(again).toEqual(whole)
  const [stored] = await member.database.query<{ n: string }>('SELECT count(*) AS n FROM complaint')
  expect(stored).toEqual({ n: '50' })
})

test('it says when the kiosk received it and when it was filed, which kiosk it was, and gives each reporter a secret', async () => {
  const [first] = await send(sitting(0, 1))
  expect(first?.complaint).toMatchObject({
    ...{ receivedAt: '2026-03-17', filedAt: NOW.toISOString(), channel: 'KIOSK', via: { name: 'Gerai KIM Sangatta' } },
    receipt: { secret: expect.stringMatching(/^[0-9A-Z]{4}-/) },
    // three working days to verify, from the day that the kiosk received it: the 18th to the 24th are days off
    case: { deadline: { at: expect.stringContaining('2026-03-27') } },
  })
})

test('one that is refused keeps no other back, and says what is wrong in both languages', async () => {
  const [good, bad, next] = sitting(100, 103)
  const filed = await send([good, { ...bad, title: ' ' }, next])
  expect(filed.map(({ idempotencyKey, refusal }) => [idempotencyKey, refusal?.code])).toEqual([
    ['hari-17-100', undefined],
    ['hari-17-101', 'EMPTY_TITLE'],
    ['hari-17-102', undefined],
  ])
  expect(filed[1]).toMatchObject({ complaint: null, refusal: { indonesian: expect.stringContaining('Judul kosong') } })
})

test.each([
  ['without a key', { idempotencyKey: null }, 'BAD_USER_INPUT'],
  ['for another door', { door: '64' }, 'UNKNOWN_JURISDICTION'],
  ['with the key of another content', { idempotencyKey: 'hari-17-0', title: 'Lain' }, 'IDEMPOTENCY_CONFLICT'],
  ['of somebody who has not agreed', { onBehalf: null }, 'CONSENT_REQUIRED'],
])('a complaint of a batch %s is refused', async (_why, changes, code) => {
  const [filed] = await send(sitting(200, 201, changes))
  expect(filed?.refusal?.code).toBe(code)
})

test("a kiosk backdates at its own government's door only", async () => {
  const [filed] = await send(sitting(300, 301), ELSEWHERE)
  expect(filed?.refusal?.code).toBe('RECEIVED_AT_NEEDS_OFFICER')
})

test('a batch has at most a hundred', async () => {
  const { errors } = await ask(services, FILE, {
    actor: KIOSK,
    variables: { input: { door: '64.08', complaints: sitting(0, 101) } },
  })
  expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['PAYLOAD_TOO_LARGE'])
})

test('a door that is busy puts off what it has not begun, and says which', async () => {
  let clock = NOW.getTime()
  const slow: MemberServices = {
    ...services,
    fileComplaint: (input, actor) => {
      clock += 1_000
      return services.fileComplaint(input, actor)
    },
  }
  const { data } = await ask(slow, FILE, {
    actor: KIOSK,
    now: () => new Date(clock),
    variables: { input: { door: '64.08', complaints: sitting(400, 410) } },
  })
  const answers: readonly Filed[] = JSON.parse(JSON.stringify(data)).fileComplaints
  expect(answers.map(({ refusal }) => refusal?.code)).toEqual([
    ...Array(3).fill(undefined),
    ...Array(7).fill('RATE_LIMITED'),
  ])
  expect(await send(sitting(400, 410))).toMatchObject(
    answers
      .slice(0, 3)
      .map(({ complaint }) => ({ complaint }))
      .concat(Array(7).fill({ refusal: null })),
  )
})
