import { EVENT_TYPES, type EventData, INTERNAL_EVENT_TYPES } from '@lawang/schema/exchange/messages'
import { describe, expect, test } from 'vitest'
import { answersOf, evolveComplaint, journeyOf, statusAfter } from './complaint.ts'
import type { ComplaintRecord } from './model.ts'
import { COMPLAINT, sampleChain, TUESDAY } from './testing/samples.ts'

const coordinator = { id: '6408-A', name: 'Dinas Komunikasi dan Informatika', shortName: 'Diskominfo' }
const pln = { id: '00-B', name: 'PT PLN (Persero)', shortName: 'PLN' }
const filed: EventData = { status: 'FILED', handledBy: coordinator }

const record: ComplaintRecord = {
  id: COMPLAINT,
  door: '64.08',
  kind: 'COMPLAINT',
  title: 'Listrik padam',
  body: 'Sejak kemarin.',
  details: [],
  channel: 'WEB',
  anonymous: false,
  confidential: false,
  status: 'FILED',
  filedAt: TUESDAY,
  updatedAt: TUESDAY,
  holder: '64.08',
  epoch: 1,
  handledBy: coordinator,
  contentHash: 'c',
  secretHash: 's',
}

const chain = sampleChain([
  { type: 'FILED', data: filed },
  { type: 'HANDOVER_REQUESTED', data: { ...filed, to: '00' } },
  {
    type: 'HANDED_OVER',
    data: { status: 'FILED', handledBy: pln, from: '64.08', to: '00', reason: 'Kewenangan pusat' },
  },
  { type: 'ANSWERED', data: { status: 'ANSWERED', handledBy: pln, text: 'Sudah menyala.' } },
])

describe('the journey', () => {
  test('shows public steps only, numbered from 1 without gaps', () => {
    expect(journeyOf(chain).map(({ sequence, type }) => [sequence, type])).toEqual([
      [1, 'FILED'],
      [2, 'HANDED_OVER'],
      [3, 'ANSWERED'],
    ])
  })

  test('says from whom to whom, why, and which agency', () => {
    expect(journeyOf(chain)[1]).toMatchObject({ from: '64.08', to: '00', reason: 'Kewenangan pusat', agency: pln })
  })

  test('has no note between officers', () => {
    const noted = sampleChain([{ type: 'ASSIGNED', data: { ...filed, note: 'Untuk petugas' } }])
    expect(JSON.stringify(journeyOf(noted))).not.toContain('Untuk petugas')
  })
})

test('an answer is the text of an ANSWERED step, with the agency that gave it', () => {
  expect(answersOf(chain)).toEqual([{ at: new Date('2026-03-17T05:00:00Z'), text: 'Sudah menyala.', agency: pln }])
})

describe("the complaint's status", () => {
  test.each([
    ['FILED', 'HANDED_OVER', 'FILED'],
    ['VERIFIED', 'HANDED_OVER', 'VERIFIED'],
    ['IN_PROGRESS', 'HANDED_OVER', 'VERIFIED'],
    ['FILED', 'VERIFIED', 'VERIFIED'],
    ['IN_PROGRESS', 'ASSIGNED', 'VERIFIED'],
    ['VERIFIED', 'STARTED', 'IN_PROGRESS'],
    ['IN_PROGRESS', 'ANSWERED', 'ANSWERED'],
    ['ANSWERED', 'CLOSED', 'CLOSED'],
    ['FILED', 'ARCHIVED', 'ARCHIVED'],
    ['ANSWERED', 'REPLIED', 'ANSWERED'],
  ] as const)('%s becomes by %s %s', (before, event, after) => {
    expect(statusAfter(before, event)).toBe(after)
  })

  test('is known after every type of event', () => {
    for (const type of [...EVENT_TYPES, ...INTERNAL_EVENT_TYPES]) expect(statusAfter('VERIFIED', type)).toBeDefined()
  })
})

describe("the door's record", () => {
  test('names another holder only once it has taken the complaint', () => {
    const steps = chain.map((_, i) => chain.slice(0, i + 1).reduce(evolveComplaint, record))
    expect(steps.map(({ handledBy }) => handledBy.shortName)).toEqual(['Diskominfo', 'Diskominfo', 'PLN', 'PLN'])
    expect(steps.at(-1)).toMatchObject({ status: 'ANSWERED', updatedAt: new Date('2026-03-17T05:00:00Z') })
  })

  test('takes over what an officer corrected', () => {
    const [verified] = sampleChain([
      {
        type: 'VERIFIED',
        data: { ...filed, status: 'VERIFIED', category: 'land', title: 'Sertifikat', kind: 'ASPIRATION' },
      },
    ])
    expect(verified && evolveComplaint(record, verified)).toMatchObject({
      category: 'land',
      title: 'Sertifikat',
      kind: 'ASPIRATION',
    })
  })
})
