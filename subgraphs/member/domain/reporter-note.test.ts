import { noteEvent } from '@lawang/schema/exchange/chain'
import type { CaseStatus, ChainEvent, ComplaintStatus } from '@lawang/schema/exchange/messages'
import type { ReporterAct } from '@lawang/schema/exchange/reporter-act'
import { waitingNotes } from '@lawang/schema/exchange/reporter-act'
import { describe, expect, test } from 'vitest'
import { loadReference } from '../reference/load.ts'
import { REASON } from './reasons.ts'
import { decideNote } from './reporter-note.ts'
import { COMPLAINT, sampleCase, sampleChain, sampleTimeline, TUESDAY } from './testing/samples.ts'
import type { Timeline } from './timeline.ts'

const reference = loadReference()
const context = { now: new Date('2026-03-27T02:00:00Z'), reference }
const handledBy = sampleCase(reference).agency

const STATUS: Readonly<Record<CaseStatus, ComplaintStatus>> = {
  OPEN: 'FILED',
  VERIFIED: 'VERIFIED',
  ASSIGNED: 'VERIFIED',
  IN_PROGRESS: 'IN_PROGRESS',
  ANSWERED: 'ANSWERED',
  HANDED_OVER: 'VERIFIED',
  ARCHIVED: 'ARCHIVED',
  CLOSED: 'CLOSED',
}

function note(act: ReporterAct, { id = 'note-1', by = '64.08', text = 'Kata pelapor.' } = {}): ChainEvent {
  const data = { status: 'FILED', handledBy, act, text } as const
  return noteEvent(COMPLAINT, 1, { id, type: 'REPORTER_ACT', at: TUESDAY.toISOString(), by, data })
}

interface Given {
  readonly timeline?: Partial<Timeline>
  readonly chain?: readonly ChainEvent[]
}

function decide(act: ReporterAct, status: CaseStatus, { timeline, chain = [] }: Given = {}) {
  const record = sampleCase(reference, { status })
  const state = { case: record, status: STATUS[status], timeline: sampleTimeline(record, timeline) }
  const { case: after, event } = decideNote(note(act), state, chain, context)
  expect(event.data.carriesOut).toBe('note-1')
  return {
    type: event.type,
    case: after.status,
    complaint: event.data.status,
    reason: event.data.reason,
    data: event.data,
  }
}

const step = (type: 'ARCHIVED' | 'REOPENED') => ({ type, data: { status: 'ARCHIVED', handledBy } }) as const

describe('a reply', () => {
  test('of a satisfied reporter closes what was answered', () => {
    expect(decide({ kind: 'REPLY', satisfied: true }, 'ANSWERED')).toMatchObject({
      ...{ type: 'CLOSED', case: 'CLOSED', complaint: 'CLOSED', reason: REASON.REPORTER_SATISFIED },
      data: { text: 'Kata pelapor.' },
    })
  })

  test.each([{ satisfied: false }, {}])('that says anything else (%o) puts an answered case back to work', (said) => {
    expect(decide({ kind: 'REPLY', ...said }, 'ANSWERED')).toMatchObject({
      ...{ type: 'REPLIED', case: 'IN_PROGRESS', complaint: 'IN_PROGRESS' },
      data: { case: { deadline: { clock: 'SETTLE_14_WORKING_DAYS' } } },
    })
  })

  test('to a question changes no status and lets the clocks go on', () => {
    const pauses = [{ why: 'QUESTION', from: TUESDAY.toISOString() }] as const
    expect(decide({ kind: 'REPLY' }, 'VERIFIED', { timeline: { pauses } })).toMatchObject({
      ...{ type: 'REPLIED', case: 'VERIFIED' },
      data: { case: { deadline: { clock: 'FOLLOW_UP_5_WORKING_DAYS' } } },
    })
  })

  test('that has come too late is laid aside', () => {
    expect(decide({ kind: 'REPLY', satisfied: false }, 'CLOSED').type).toBe('NOTED')
  })
})

describe('a reporter', () => {
  test.each(['OPEN', 'VERIFIED', 'ASSIGNED', 'IN_PROGRESS', 'ANSWERED'] as const)('withdraws what is %s', (status) => {
    expect(decide({ kind: 'WITHDRAW' }, status)).toMatchObject({ type: 'CLOSED', reason: REASON.WITHDRAWN })
  })

  test('takes up again what was closed, under a new settlement clock', () => {
    expect(decide({ kind: 'REOPEN' }, 'CLOSED')).toMatchObject({
      ...{ type: 'REOPENED', case: 'IN_PROGRESS', complaint: 'IN_PROGRESS', reason: 'Kata pelapor.' },
      data: { case: { deadline: { clock: 'SETTLE_14_WORKING_DAYS', at: '2026-04-17T16:00:00.000Z' } } },
    })
  })

  test('takes up again what was archived once, and what nobody had verified is verified first', () => {
    const archived = sampleChain([step('ARCHIVED')])
    expect(decide({ kind: 'REOPEN' }, 'ARCHIVED', { chain: archived })).toMatchObject({
      ...{ type: 'REOPENED', case: 'OPEN', complaint: 'FILED' },
    })
    const again = sampleChain([step('ARCHIVED'), step('REOPENED'), step('ARCHIVED')])
    expect(decide({ kind: 'REOPEN' }, 'ARCHIVED', { chain: again }).type).toBe('NOTED')
  })

  test.each(['ANSWERED', 'CLOSED'] as const)('rates what is %s without changing it', (status) => {
    expect(decide({ kind: 'RATE', satisfaction: 4 }, status)).toMatchObject({
      ...{ type: 'RATED', case: status, complaint: status },
      data: { satisfaction: 4, text: 'Kata pelapor.' },
    })
  })

  const proposal = { until: '2026-05-06', reason: 'Menunggu suku cadang.' }

  test('lets a second extension be, or not', () => {
    const given = { timeline: { proposal, extensions: 1 } }
    expect(decide({ kind: 'CONSENT_EXTENSION', granted: true }, 'IN_PROGRESS', given)).toMatchObject({
      ...{ type: 'EXTENDED', reason: proposal.reason },
      data: { until: proposal.until, case: { deadline: { at: '2026-05-06T16:00:00.000Z' } } },
    })
    expect(decide({ kind: 'CONSENT_EXTENSION', granted: false }, 'IN_PROGRESS', given)).toMatchObject({
      ...{ type: 'REPLIED', reason: REASON.EXTENSION_REFUSED },
    })
    expect(decide({ kind: 'CONSENT_EXTENSION', granted: true }, 'IN_PROGRESS').type).toBe('NOTED')
  })

  test('decides whether the Ombudsman has it', () => {
    const asked = { timeline: { ombudsman: 'ASKED' as const } }
    const consent = (granted: boolean) => decide({ kind: 'CONSENT_OMBUDSMAN', granted }, 'IN_PROGRESS', asked)
    expect(consent(true)).toMatchObject({ type: 'ESCALATED', reason: REASON.ESCALATED_TO_OMBUDSMAN })
    expect(consent(false)).toMatchObject({ type: 'REPLIED', reason: REASON.OMBUDSMAN_REFUSED })
  })
})

describe('what waits to be carried out', () => {
  const withdraw = note({ kind: 'WITHDRAW' })
  const filed = { status: 'FILED', handledBy } as const
  const chain = (carriesOut?: string) => sampleChain([{ type: 'FILED', data: { ...filed, carriesOut } }])

  test('is what no event of the chain names', () => {
    expect(waitingNotes({ door: '64.08', chain: chain(), annex: [withdraw] })).toEqual([withdraw])
    expect(waitingNotes({ door: '64.08', chain: chain('note-1'), annex: [withdraw] })).toEqual([])
  })

  test('is only what the door has said: nobody else speaks for the reporter', () => {
    const forged = note({ kind: 'WITHDRAW' }, { id: 'note-2', by: '64' })
    expect(waitingNotes({ door: '64.08', chain: chain(), annex: [forged] })).toEqual([])
  })
})
