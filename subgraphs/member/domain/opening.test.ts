import type { Grant } from '@lawang/schema/exchange/messages'
import { describe, expect, test } from 'vitest'
import { loadReference } from '../reference/load.ts'
import { decideFiling } from './filing.ts'
import type { FileComplaint } from './model.ts'
import { openAtDoor, openByGrant } from './opening.ts'
import { COMPLAINT, PUBLIC, sampleCase, sampleChain, sampleInput, TUESDAY } from './testing/samples.ts'

const reference = loadReference()
const context = { complaint: COMPLAINT, caseId: sampleCase(reference).id, now: TUESDAY, reference }
const electricity = { category: 'energy.electricity', location: '64.08.04' }

const filing = (changes: Partial<FileComplaint> = {}) =>
  decideFiling(sampleInput(changes), { actor: PUBLIC, now: TUESDAY, reference, hosted: ['64.08'] })

function grant(changes: Partial<Grant> = {}, complaint: Partial<FileComplaint> = electricity): Grant {
  return {
    type: 'Grant',
    complaint: COMPLAINT,
    epoch: 2,
    door: '64.08',
    from: '64.08',
    to: '00',
    why: 'REQUEST',
    reason: 'Kewenangan pusat',
    dossier: filing(complaint).dossier,
    chain: [],
    annex: [],
    ...changes,
  }
}

const kindOf = (opened: ReturnType<typeof openByGrant>) => reference.agency(opened.case.agency.id)?.kind

describe('at the door', () => {
  test("a complaint opens a case at the door's coordinator and is FILED", () => {
    const opened = openAtDoor(filing(), context)
    expect(opened.case).toMatchObject({ status: 'OPEN', government: '64.08', agency: { shortName: 'Diskominfo' } })
    expect(opened.request).toBeUndefined()
    expect(opened.event.data.listing).toMatchObject({ title: 'Lampu jalan padam' })
  })

  test('it has three working days to be verified, by the calendar and clock of the door', () => {
    expect(openAtDoor(filing(), context).case.deadline).toEqual({
      at: new Date('2026-03-27T16:00:00Z'),
      clock: 'VERIFY_3_WORKING_DAYS',
    })
  })

  test('one that another government is competent for is FILED, then asked to be handed over', () => {
    const opened = openAtDoor(filing(electricity), context)
    expect(opened.event.type).toBe('FILED')
    expect(opened.request?.type).toBe('HANDOVER_REQUESTED')
    expect(opened.request?.data).toMatchObject({
      from: '64.08',
      to: '00',
      agency: { shortName: 'PLN' },
      status: 'FILED',
    })
    expect(opened.case.status).toBe('OPEN')
  })

  test('events carry the body to nobody', () => {
    const { event, request } = openAtDoor(filing(electricity), context)
    expect(JSON.stringify([event, request])).not.toContain('dua minggu')
  })
})

describe('at the receiver', () => {
  test('the agency that was asked for gets the case', () => {
    const pln = reference.agenciesOf('00').find(({ kind }) => kind === 'pln')
    expect(kindOf(openByGrant(grant({ agency: pln?.id }, {}), context))).toBe('pln')
  })

  test('without one, the agency that the rules name', () => {
    expect(kindOf(openByGrant(grant(), context))).toBe('pln')
  })

  test('a government that the rules do not name gives it to its coordinator', () => {
    expect(kindOf(openByGrant(grant({ to: '64' }), context))).toBe('diskominfo')
    expect(kindOf(openByGrant(grant({}, {}), context))).toBe('kemenpanrb')
  })

  test('a superior in whose place the hub put it does not give it to an agency of somebody else', () => {
    const dishub = reference.agenciesOf('64').find(({ kind }) => kind === 'dishub')
    expect(kindOf(openByGrant(grant({ agency: dishub?.id }, {}), context))).toBe('kemenpanrb')
  })

  test('a category that is unknown here does not hinder custody', () => {
    const dossier = { ...filing().dossier, category: 'newer.category', location: '99.01' }
    expect(kindOf(openByGrant(grant({ dossier }), context))).toBe('kemenpanrb')
  })

  test('what an officer had corrected on the way decides, not what was filed', () => {
    const chain = sampleChain([
      { type: 'FILED', data: openAtDoor(filing(), context).event.data },
      {
        type: 'VERIFIED',
        data: { ...openAtDoor(filing(), context).event.data, category: 'energy.electricity', title: 'Listrik padam' },
      },
    ])
    const opened = openByGrant(grant({ chain }, {}), context)
    expect(opened.case).toMatchObject({ title: 'Listrik padam', category: 'energy.electricity' })
    expect(kindOf(opened)).toBe('pln')
  })

  test('HANDED_OVER says from whom to whom, why, and what is handling it now', () => {
    const { event } = openByGrant(grant(), context)
    expect(event).toMatchObject({
      type: 'HANDED_OVER',
      data: {
        status: 'FILED',
        from: '64.08',
        to: '00',
        reason: 'Kewenangan pusat',
        handledBy: { shortName: 'PLN' },
        case: { status: 'OPEN', deadline: { clock: 'VERIFY_3_WORKING_DAYS' } },
      },
    })
  })

  test.each(['CLOSED', 'ARCHIVED'] as const)('what has ended %s stays so: no clock begins', (status) => {
    const { data } = openAtDoor(filing(), context).event
    const chain = sampleChain([
      { type: 'FILED', data },
      { type: status, data: { ...data, status } },
    ])
    const { case: record, event } = openByGrant(grant({ chain, to: '64', why: 'SEIZURE', reason: 'SEIZURE' }), context)
    expect(record).toMatchObject({ status, government: '64', agency: { shortName: 'Diskominfo' } })
    expect(record.deadline).toBeUndefined()
    expect(event.data).toMatchObject({ status, handledBy: { shortName: 'Diskominfo' }, case: { status } })
  })
})
