import { expect, test } from 'vitest'
import { makeId } from '../id.ts'
import type { ExchangeRequest } from './exchange-messages.ts'
import type { ChainEvent, Dossier, Filed, Grant } from './messages.ts'
import { parseExchangeRequest, parseLogMessage, parseMailMessage } from './validate.ts'

const COMPLAINT = makeId('complaint', '64.08', (attempt) => new Uint8Array(10).fill(attempt))
const AGENCY = {
  id: makeId('agency', '64.08', (attempt) => new Uint8Array(10).fill(attempt)),
  name: 'Dinas Komunikasi dan Informatika',
  shortName: 'Diskominfo',
}
const HASH = 'a'.repeat(64)
const INSTANT = '2026-03-17T02:00:00.000Z'

const event: ChainEvent = {
  id: 'event-1',
  complaint: COMPLAINT,
  epoch: 1,
  seq: 0,
  type: 'FILED',
  at: INSTANT,
  by: '64.08',
  data: {
    status: 'FILED',
    handledBy: AGENCY,
    listing: { kind: 'COMPLAINT', anonymous: true, confidential: true, filedAt: INSTANT, receivedAt: '2026-03-01' },
  },
  prevHash: '',
  hash: HASH,
}
const filed: Filed = { type: 'Filed', complaint: COMPLAINT, epoch: 1, door: '64.08', event, secretHash: HASH }
const dossier: Dossier = {
  kind: 'COMPLAINT',
  title: 'Lampu jalan padam',
  body: 'Sudah dua minggu.',
  channel: 'WEB',
  details: [{ key: 'roadStatus', value: 'REGENCY' }],
  anonymous: false,
  confidential: false,
  filedAt: INSTANT,
  contentHash: HASH,
}
const grant: Grant = {
  type: 'Grant',
  complaint: COMPLAINT,
  epoch: 1_000_001,
  door: '64.08',
  from: '64.08',
  to: '00',
  why: 'REQUEST',
  reason: 'Urusan PLN.',
  dossier,
  chain: [event],
  annex: [],
}

/** A copy of a message that somebody has changed at one place. */
function changed(message: object, path: string, value: unknown): unknown {
  const copy: unknown = structuredClone(message)
  const keys = path.split('.')
  let place = copy
  for (const key of keys.slice(0, -1)) place = Reflect.get(Object(place), key)
  Reflect.set(Object(place), keys.at(-1) ?? '', value)
  return copy
}

test('messages pass as they are', () => {
  expect(parseLogMessage(filed)).toEqual(filed)
  expect(parseMailMessage(grant)).toEqual(grant)
})

test('fields that are left out stay left out', () => {
  const parsed = parseMailMessage({ ...grant, agency: undefined })
  expect(Object.keys(parsed)).not.toContain('agency')
})

test.each([
  ['complaint', '6408-7ZK3M0Q9T2XV4B1CX', 'message.complaint is not an id of kind complaint'],
  ['complaint', AGENCY.id, 'message.complaint is not an id of kind complaint'],
  ['epoch', 2, 'message.epoch is not 1'],
  ['door', '64.8', 'message.door is not the code of a government'],
  ['door', '64.08.04', 'message.door is not the code of a government'],
  ['secretHash', 'not hexadecimal', 'message.secretHash is not a SHA-256 in lower-case hexadecimal'],
  ['event.seq', -1, 'message.event.seq is not a whole number from 0'],
  ['event.seq', 1.5, 'message.event.seq is not a whole number from 0'],
  ['event.at', '2026-02-30 10:00', 'message.event.at is not an instant (ISO 8601 in UTC)'],
  ['event.type', 'FORGED', 'message.event.type is not one of FILED, VERIFIED'],
  ['event.data.status', null, 'message.event.data.status is not one of FILED, VERIFIED'],
  ['event.data.handledBy.id', COMPLAINT, 'message.event.data.handledBy.id is not an id of kind agency'],
  ['event.data.listing.anonymous', 'yes', 'message.event.data.listing.anonymous is not true or false'],
  ['event.data.listing.receivedAt', '1 March', 'message.event.data.listing.receivedAt is not a day (YYYY-MM-DD)'],
  ['event.data.listing.reporter', { name: 'Warga' }, 'message.event.data.listing.reporter is not a field'],
  ['type', 'Grant', 'message.type is not one of Filed, Event'],
  ['type', 'toString', 'message.type is not one of Filed, Event'],
])('a message whose %s is %j is refused by name', (path, value, sentence) => {
  expect(() => parseLogMessage(changed(filed, path, value))).toThrow(sentence)
})

test('what is no message at all is refused', () => {
  for (const value of [null, undefined, 'Filed', 7, [], {}]) {
    expect(() => parseLogMessage(value)).toThrow('message.type is not one of')
  }
})

test('a fault deep in a list is named by its place, and never quotes what was sent', () => {
  const request: ExchangeRequest = {
    member: 'kutai-timur',
    session: 'x',
    incarnation: 1,
    hubIncarnation: 0,
    sent: 0,
    mailCursor: { incarnation: 0, n: 0 },
    log: [{ incarnation: 1, n: 1, message: filed }],
  }
  expect(parseExchangeRequest(request)).toEqual(request)
  const broken = changed(request, 'log.0.message.event.hash', 'Rahasia warga')
  expect(() => parseExchangeRequest(broken)).toThrow(
    /^request\.log\[0\]\.message\.event\.hash is not a SHA-256 in lower-case hexadecimal$/,
  )
})
