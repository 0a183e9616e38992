import type { CaseStatus, ComplaintStatus } from '@lawang/schema/exchange/messages'
import { makeId } from '@lawang/schema/id'
import { describe, expect, test } from 'vitest'
import { loadReference } from '../reference/load.ts'
import { decideCase } from './case.ts'
import { agencyNameOf } from './case-copy.ts'
import { nextSteps } from './case-status.ts'
import type { CaseCommand, CaseRecord } from './model.ts'
import { COMPLAINT, sampleCase, sampleTimeline, TUESDAY } from './testing/samples.ts'
import { advance } from './timeline.ts'

const reference = loadReference()
const FRIDAY = new Date('2026-03-27T02:00:00Z')

const CASE = sampleCase(reference).id

const agency = (government: string, kind: string) => {
  const found = reference.agenciesOf(government).find((candidate) => candidate.kind === kind)
  if (!found) throw new Error(`${government} has no ${kind}`)
  return found
}

type Decided = Exclude<CaseCommand, { type: 'draft' }>

const COMMANDS = {
  verify: { type: 'verify', case: CASE, category: 'transport.street-lighting' },
  assign: { type: 'assign', case: CASE, agency: agency('64.08', 'dishub').id },
  start: { type: 'start', case: CASE },
  answer: { type: 'answer', case: CASE, body: 'Sudah diperbaiki.' },
  handOver: { type: 'handOver', case: CASE, to: '64', reason: 'Jalan provinsi.' },
  archive: { type: 'archive', case: CASE, reason: 'SPAM', explanation: 'Iklan.' },
  close: { type: 'close', case: CASE },
  defer: { type: 'defer', case: CASE, question: 'Di jalan apa?' },
  release: { type: 'release', case: CASE },
  extend: { type: 'extend', case: CASE, until: '2026-04-20', reason: 'Menunggu suku cadang.' },
  fieldWork: { type: 'fieldWork', case: CASE, phase: 'STARTED' },
} as const satisfies Readonly<Record<Decided['type'], Decided>>

interface Given {
  readonly record?: Partial<CaseRecord>
  readonly status?: ComplaintStatus
}

const draft = { text: 'Sudah diperbaiki.', by: 'officer-2', at: TUESDAY }
const context = { now: FRIDAY, reference, officer: 'officer-1', twoPersons: false, draft }

function decide(command: Decided, { record, status = 'FILED' }: Given = {}) {
  const before = sampleCase(reference, record)
  return decideCase(command, { case: before, status, timeline: sampleTimeline(before) }, context)
}

const inStatus = (status: CaseStatus): Given => ({ record: { status } })
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })

describe('which act is possible in which status', () => {
  const POSSIBLE: Readonly<Record<CaseStatus, readonly Decided['type'][]>> = {
    OPEN: ['verify', 'archive', 'handOver', 'defer'],
    VERIFIED: ['verify', 'assign', 'start', 'archive', 'handOver', 'defer', 'extend', 'fieldWork'],
    ASSIGNED: ['assign', 'start', 'archive', 'handOver', 'defer', 'extend', 'fieldWork'],
    IN_PROGRESS: ['assign', 'answer', 'release', 'archive', 'handOver', 'defer', 'extend', 'fieldWork'],
    ANSWERED: ['answer', 'release', 'close'],
    HANDED_OVER: [],
    ARCHIVED: [],
    CLOSED: [],
  }
  const STATUSES = Object.keys(POSSIBLE) as CaseStatus[]
  const combinations = STATUSES.flatMap((status) =>
    Object.values(COMMANDS).map((command) => ({
      status,
      command,
      act: command.type,
      possible: POSSIBLE[status].includes(command.type),
    })),
  )

  test.each(combinations)('$act while $status: $possible', ({ status, command, possible }) => {
    if (possible) expect(decide(command, inStatus(status)).event.type).toBeDefined()
    else expect(() => decide(command, inStatus(status))).toThrow()
  })

  test('a refusal names the next steps that are possible', () => {
    expect(() => decide(COMMANDS.start)).toThrow(
      expect.objectContaining({ code: 'WRONG_CASE_STATUS', message: expect.stringContaining('verifyCase') }),
    )
    expect(nextSteps('ANSWERED')).toEqual(['answerCase', 'draftAnswer', 'releaseAnswer', 'closeCase'])
  })
})

describe('a case that has ended', () => {
  test.each(Object.values(COMMANDS))('cannot be acted on by $type once it was handed over', (command) => {
    expect(() => decide(command, inStatus('HANDED_OVER'))).toThrow(refusal('NOT_HOLDER'))
  })

  test.each(Object.values(COMMANDS))('cannot be acted on by $type once it is closed or archived', (command) => {
    expect(() => decide(command, inStatus('CLOSED'))).toThrow(refusal('CASE_CLOSED'))
    expect(() => decide(command, inStatus('ARCHIVED'))).toThrow(refusal('CASE_CLOSED'))
  })
})

describe('verifying', () => {
  test('sets category, title and kind, and starts the follow-up clock', () => {
    const { case: after, event } = decide({
      ...COMMANDS.verify,
      title: ' Lampu mati ',
      kind: 'ASPIRATION',
    })
    expect(after).toMatchObject({
      status: 'VERIFIED',
      category: 'transport.street-lighting',
      title: 'Lampu mati',
      kind: 'ASPIRATION',
      deadline: { clock: 'FOLLOW_UP_5_WORKING_DAYS' },
    })
    expect(event).toMatchObject({
      type: 'VERIFIED',
      data: { status: 'VERIFIED', title: 'Lampu mati', kind: 'ASPIRATION', category: 'transport.street-lighting' },
    })
  })

  test('again corrects the category but wins no time', () => {
    const { case: first, event } = decide(COMMANDS.verify)
    const written = { ...event, at: FRIDAY.toISOString(), by: '64.08' }
    const timeline = advance(sampleTimeline(sampleCase(reference)), written) ?? sampleTimeline(first)
    const again = decideCase(
      { type: 'verify', case: CASE, category: 'education.primary' },
      { case: first, status: 'VERIFIED', timeline },
      { ...context, now: new Date('2026-03-31T02:00:00Z') },
    ).case
    expect(again.category).toBe('education.primary')
    expect(again.deadline).toEqual(first.deadline)
  })

  test.each([
    ['an unknown category', 'UNKNOWN_CATEGORY', { category: 'nonsense' }],
    ['a title without text', 'EMPTY_TITLE', { title: ' ' }],
    ['a title that is too long', 'TEXT_TOO_LONG', { title: 'a'.repeat(201) }],
  ])('%s is refused with %s', (_what, code, changes) => {
    expect(() => decide({ ...COMMANDS.verify, ...changes })).toThrow(refusal(code))
  })
})

describe('assigning', () => {
  test('gives the case to another agency of the same government', () => {
    const { case: after, event } = decide(COMMANDS.assign, inStatus('VERIFIED'))
    expect(after).toMatchObject({ status: 'ASSIGNED', agency: { shortName: 'Dishub' } })
    expect(event.data).toMatchObject({ handledBy: { shortName: 'Dishub' }, agency: { shortName: 'Dishub' } })
  })

  test('keeps the note between officers', () => {
    const { event } = decide({ ...COMMANDS.assign, note: 'Segera' }, inStatus('VERIFIED'))
    expect(event.data).toMatchObject({ note: 'Segera' })
    expect(event.data.reason).toBeUndefined()
  })

  test.each([
    ['an agency of another government', 'UNKNOWN_AGENCY', agency('64', 'dishub').id],
    ['the id of something else', 'WRONG_ID_KIND', COMPLAINT],
    ['no id at all', 'BAD_USER_INPUT', 'dishub'],
  ])('%s is refused with %s', (_what, code, id) => {
    expect(() => decide({ type: 'assign', case: CASE, agency: id }, inStatus('VERIFIED'))).toThrow(refusal(code))
  })
})

describe('working on it', () => {
  test('the settlement clock counts from the opening of the case', () => {
    const { case: after } = decide(COMMANDS.start, inStatus('ASSIGNED'))
    expect(after).toMatchObject({ status: 'IN_PROGRESS', openedAt: TUESDAY })
    expect(after.deadline).toEqual({ at: new Date('2026-04-14T16:00:00Z'), clock: 'SETTLE_14_WORKING_DAYS' })
  })

  test('an answer stops the clock and may be followed by another', () => {
    const { case: after, event } = decide(COMMANDS.answer, inStatus('IN_PROGRESS'))
    expect(after).toMatchObject({ status: 'ANSWERED' })
    expect(after.deadline).toBeUndefined()
    expect(event.data).toMatchObject({ status: 'ANSWERED', text: 'Sudah diperbaiki.' })
    expect(decide(COMMANDS.answer, inStatus('ANSWERED')).event.type).toBe('ANSWERED')
  })

  test('an answer says something', () => {
    expect(() => decide({ type: 'answer', case: CASE, body: ' ' }, inStatus('IN_PROGRESS'))).toThrow(
      refusal('EMPTY_BODY'),
    )
  })

  test('closing ends the case', () => {
    expect(decide(COMMANDS.close, inStatus('ANSWERED'))).toMatchObject({
      case: { status: 'CLOSED' },
      event: { type: 'CLOSED', data: { status: 'CLOSED' } },
    })
  })
})

describe('archiving', () => {
  test('ends the case and tells the reporter why', () => {
    const { case: ended, event } = decide(COMMANDS.archive)
    expect(ended).toMatchObject({ status: 'ARCHIVED' })
    expect(ended.deadline).toBeUndefined()
    expect(event).toMatchObject({ type: 'ARCHIVED', data: { status: 'ARCHIVED', reason: 'SPAM: Iklan.' } })
  })

  test.each(['NOT_OURS', 'BUKAN_WEWENANG', 'spam', ''])('%j is no reason', (reason) => {
    expect(() => decide({ ...COMMANDS.archive, reason })).toThrow(refusal('INVALID_ARCHIVE_REASON'))
  })

  test('takes an explanation', () => {
    expect(() => decide({ ...COMMANDS.archive, explanation: '' })).toThrow(refusal('EMPTY_REASON'))
  })
})

describe('handing over', () => {
  const handOver = (to: string | undefined, record: Partial<CaseRecord> = {}) =>
    decide({ type: 'handOver', case: CASE, to, reason: 'Bukan urusan kami.' }, { record })

  test('asks for it, and changes the case only once the hub has moved custody', () => {
    const before = sampleCase(reference)
    const { case: after, event, handover } = handOver('64')
    expect(after).toEqual(before)
    expect(handover).toEqual({ to: '64', agency: undefined, reason: 'Bukan urusan kami.' })
    expect(event).toMatchObject({ type: 'HANDOVER_REQUESTED', data: { from: '64.08', to: '64', status: 'FILED' } })
  })

  test('may name the agency there', () => {
    const pln = agency('00', 'pln')
    const { handover, event } = handOver(pln.id)
    expect(handover).toMatchObject({ to: '00', agency: pln.id })
    expect(event.data.agency).toEqual(agencyNameOf(pln))
  })

  test('without a target goes to whom the rules name', () => {
    const { handover } = handOver(undefined, { category: 'energy.electricity', location: '64.08.04' })
    expect(handover).toMatchObject({ to: '00', agency: agency('00', 'pln').id })
  })

  test('without a target goes to the tier above when the rules name nobody else', () => {
    expect(handOver(undefined).handover?.to).toBe('64')
    expect(handOver(undefined, { category: 'education.primary' }).handover?.to).toBe('64')
  })

  test('the nation has no tier above it', () => {
    const coordinator = agencyNameOf(agency('00', 'kemenpanrb'))
    const national = { government: '00', door: '00', agency: coordinator }
    expect(() => handOver(undefined, national)).toThrow(refusal('INVALID_HANDOVER_TARGET'))
  })

  test.each([
    ['itself', 'INVALID_HANDOVER_TARGET', '64.08'],
    ['an agency of its own', 'INVALID_HANDOVER_TARGET', agency('64.08', 'dishub').id],
    ['a district', 'INVALID_HANDOVER_TARGET', '64.08.04'],
    ['an administrative city', 'INVALID_HANDOVER_TARGET', '31.71'],
    ['a region that does not exist', 'INVALID_HANDOVER_TARGET', '99'],
    [
      'an agency that does not exist',
      'UNKNOWN_AGENCY',
      makeId('agency', '00', (attempt) => new Uint8Array(10).fill(attempt)),
    ],
    ['a complaint', 'WRONG_ID_KIND', COMPLAINT],
    ['nothing that has a form', 'BAD_USER_INPUT', 'PLN'],
  ])('a government cannot hand over to %s', (_what, code, to) => {
    expect(() => handOver(to)).toThrow(refusal(code))
  })

  test('takes a reason', () => {
    expect(() => decide({ ...COMMANDS.handOver, reason: '' })).toThrow(refusal('EMPTY_REASON'))
  })
})
