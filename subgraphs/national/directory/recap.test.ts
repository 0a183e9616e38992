import type { Recaps } from '@lawang/member/recaps'
import { loadReference } from '@lawang/member/reference/load'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { driveMember } from '../hub/testing/hand-driven.ts'
import { filed, handoverRequested, nextEvent, taken } from '../hub/testing/messages.ts'
import { startTestHub, type TestHub } from '../hub/testing/test-hub.ts'
import { createRecaps } from './recap.ts'

const ROADS = 'public-works.roads'
const POWER = 'energy.electricity'
let test: TestHub
let recaps: Recaps

beforeAll(async () => {
  test = await startTestHub()
  const national = driveMember('national', () => test.hub)
  const provincial = driveMember('provincial', () => test.hub)
  const kutaiTimur = driveMember('kutai-timur', () => test.hub)
  recaps = createRecaps({ sql: test.database, reference: loadReference(), now: () => new Date('2026-03-17T02:00:10Z') })
  await national.send()

  const first = { filedAt: '2026-03-01T02:00:00.000Z', category: POWER }
  const answered = filed('64.08', first)
  await kutaiTimur.send(answered, {
    type: 'Event',
    complaint: answered.complaint,
    event: nextEvent(answered.event, 'VERIFIED', { data: { status: 'VERIFIED' } }),
  })
  const moved = filed('64.08', { ...first, category: ROADS, filedAt: '2026-03-02T02:00:00.000Z' })
  const request = handoverRequested(moved.event, '00')
  await kutaiTimur.send(moved, request)
  await national.send(taken(request.event, '00', 1_000_001))
  const archived = filed('64', { ...first, category: ROADS, confidential: true, filedAt: '2026-03-03T02:00:00.000Z' })
  await provincial.send(archived, {
    type: 'Event',
    complaint: archived.complaint,
    event: nextEvent(archived.event, 'ARCHIVED', { data: { status: 'ARCHIVED' } }),
  })
  // In Kalimantan it is already March when it is still February in Jakarta.
  await provincial.send(filed('64', { ...first, filedAt: '2026-02-28T16:30:00.000Z' }))
  await provincial.send(filed('64', { ...first, receivedAt: '2026-02-10' }))
  await provincial.send(filed('72', { ...first, category: ROADS }))
})
afterAll(() => test.close())

describe('a recap', () => {
  it('counts what was received at the doors of the government and under it, wherever it is now', async () => {
    const { total } = await recaps.recap('64', '2026-03')
    expect(total).toEqual({ received: 4, answered: 1, inProgress: 1, unanswered: 2 })
    expect((await recaps.recap('64.08', '2026-03')).total.received).toBe(2)
    expect((await recaps.recap('00', '2026-03')).total.received).toBe(5)
  })

  it('tells what is open at its own governments from what has gone elsewhere', async () => {
    const { openHere, openElsewhere, openOwn } = await recaps.recap('64', '2026-03')
    expect({ openHere, openElsewhere, openOwn }).toEqual({ openHere: 2, openElsewhere: 1, openOwn: 1 })
    const regency = await recaps.recap('64.08', '2026-03')
    expect([regency.openHere, regency.openElsewhere]).toEqual([1, 1])
    const nation = await recaps.recap('00', '2026-03')
    expect([nation.openHere, nation.openElsewhere, nation.openOwn]).toEqual([4, 0, 1])
  })

  it('names every government of the region, those without any included, and their numbers add up', async () => {
    const { total, byGovernment } = await recaps.recap('64', '2026-03')
    expect(byGovernment).toHaveLength(11)
    expect(byGovernment.find(({ government }) => government === '64.01')?.received).toBe(0)
    expect(byGovernment.find(({ government }) => government === '64.08')?.received).toBe(2)
    for (const recap of [{ total, byGovernment }, await recaps.recap('00', '2026-03')]) {
      for (const key of ['received', 'answered', 'inProgress', 'unanswered'] as const) {
        expect(recap.byGovernment.reduce((sum, row) => sum + row[key], 0)).toBe(recap.total[key])
      }
    }
    expect((await recaps.recap('00', '2026-03')).byGovernment).toHaveLength(39)
  })

  it('counts a letter in the month of the letter', async () => {
    expect((await recaps.recap('64', '2026-02')).total.received).toBe(1)
  })

  it('adds up, by category and by agency, but for the few confidential ones that rows would tell', async () => {
    const { total, byCategory, byAgency, byGovernment: _, ...rest } = await recaps.recap('64', '2026-03')
    expect(rest).toMatchObject({ withheldByCategory: 1, withheldByAgency: 1 })
    for (const groups of [byCategory, byAgency]) {
      expect(groups.reduce((sum, { received }) => sum + received, 1)).toBe(total.received)
      for (const key of ['inProgress', 'unanswered'] as const) {
        expect(groups.reduce((sum, group) => sum + group[key], 0)).toBe(total[key])
      }
    }
    for (const { received, answered, inProgress, unanswered } of [total, ...byCategory, ...byAgency]) {
      expect(answered + inProgress + unanswered).toBe(received)
    }
  })

  it('stands in the order of what was received, equals in the order of their first complaint', async () => {
    const { byCategory } = await recaps.recap('64', '2026-03')
    expect(byCategory.map(({ category, received }) => [category, received])).toEqual([
      [POWER, 2],
      [ROADS, 1],
    ])
  })

  it('names the agency that handles the complaint now', async () => {
    const { byAgency } = await recaps.recap('64.08', '2026-03')
    expect(byAgency.map(({ agency }) => agency.shortName).sort()).toEqual(['Diskominfo', 'PLN'])
  })

  it.each([
    ['99', '2026-03', 'UNKNOWN_JURISDICTION'],
    ['64', '2026-13', 'BAD_USER_INPUT'],
    ['64', '26-01', 'BAD_USER_INPUT'],
    ['64', '2026-04', 'FUTURE_MONTH'],
  ])('of %s in %s is refused with %s', async (region, month, code) => {
    await expect(recaps.recap(region, month)).rejects.toMatchObject({ code })
  })
})
