import { loadReference } from '@lawang/member/reference/load'
import { NO_WORK, type WorkCounts } from '@lawang/member/work'
import { type Chain, nextEvent } from '@lawang/schema/exchange/chain'
import type { ChainEventType, EventData } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import { describe, expect, it } from 'vitest'
import { agencyOf, newId, PUBLIC_LISTING } from '../hub/testing/messages.ts'
import { workFactsOf } from './work-facts.ts'

const clocks = loadReference()

type Step = readonly [day: string, type: ChainEventType, data?: Partial<EventData>]

/** A complaint that is filed at East Kutai, and what happens to it at 10 o'clock (WITA) of each day. */
function chainOf(steps: readonly Step[]): Chain {
  const complaint = newId('complaint', '64.08')
  const chain: Chain[number][] = []
  let by: GovernmentCode = '64.08'
  let openedAt = ''
  let caseId = newId('case', by)
  for (const [day, type, data = {}] of [['2026-03-17', 'FILED'] as const, ...steps]) {
    const at = `${day}T02:00:00.000Z`
    if (data.to !== undefined && type === 'HANDED_OVER') {
      by = data.to
      caseId = newId('case', by)
    }
    if (type === 'FILED' || type === 'HANDED_OVER') openedAt = at
    const handledBy = agencyOf(by)
    const status = STATUS[type] ?? chain.at(-1)?.data.status ?? 'FILED'
    const copy = { id: caseId, status: 'OPEN' as const, openedAt, agency: handledBy }
    const listing = type === 'FILED' ? { listing: { ...PUBLIC_LISTING, filedAt: at } } : {}
    const draft = {
      id: `event-${chain.length}`,
      type,
      at,
      by,
      data: { status, handledBy, case: copy, ...listing, ...data },
    }
    chain.push(nextEvent(chain, complaint, 1, draft))
  }
  return chain
}

const STATUS: Partial<Record<ChainEventType, EventData['status']>> = {
  VERIFIED: 'VERIFIED',
  STARTED: 'IN_PROGRESS',
  REOPENED: 'IN_PROGRESS',
  ANSWERED: 'ANSWERED',
  CLOSED: 'CLOSED',
  ARCHIVED: 'ARCHIVED',
}

function countsOf(steps: readonly Step[], government: GovernmentCode): WorkCounts {
  const counts = { ...NO_WORK }
  for (const fact of workFactsOf({ door: '64.08', chain: chainOf(steps) }, clocks)) {
    if (fact.government === government)
      Object.assign(counts, { [fact.indicator]: counts[fact.indicator] + fact.amount })
  }
  return counts
}

const TO = (to: GovernmentCode, why?: EventData['why']): Step => [
  '2026-03-25',
  'HANDED_OVER',
  { from: '64.08', to, ...(why && { why }) },
]

describe('what a complaint counts for', () => {
  it('is due on the fourteenth working day, unless something is left out of the clock', () => {
    const due = workFactsOf({ door: '64.08', chain: chainOf([]) }, clocks).filter(
      ({ indicator }) => indicator === 'due',
    )
    expect(due).toEqual([{ government: '64.08', day: '2026-04-14', indicator: 'due', amount: 1 }])
    expect(countsOf([], '64.08')).toMatchObject({ filed: 1, due: 1, met: 0, custodies: 0 })
  })

  it('was met when it was answered or archived by then, and not a day later', () => {
    const answered = (day: string) => countsOf([[day, 'ANSWERED']], '64.08')
    expect(answered('2026-04-14')).toMatchObject({ due: 1, met: 1, answers: 1 })
    expect(answered('2026-04-15')).toMatchObject({ due: 1, met: 0, answers: 1 })
    expect(countsOf([['2026-04-01', 'ARCHIVED']], '64.08')).toMatchObject({ due: 1, met: 1, answers: 0 })
  })

  it('is not due from whoever handed it over, but from who has it then, by a clock that begins there', () => {
    expect(countsOf([TO('64')], '64.08')).toMatchObject({ filed: 1, due: 0, custodies: 1, seconds: 8 * 86_400 })
    expect(countsOf([TO('64')], '64')).toMatchObject({ filed: 0, due: 1 })
  })

  it('counts an answer that the reporter did not accept, as often as that happened', () => {
    const steps: readonly Step[] = [
      ['2026-03-24', 'ANSWERED'],
      ['2026-03-25', 'REPLIED', { status: 'IN_PROGRESS' }],
      ['2026-03-26', 'ANSWERED'],
      ['2026-03-27', 'CLOSED', { reason: 'REPORTER_SATISFIED' }],
      ['2026-03-30', 'REOPENED'],
      ['2026-03-31', 'ANSWERED'],
      ['2026-04-01', 'REPLIED', { status: 'CLOSED' }],
    ]
    expect(countsOf(steps, '64.08')).toMatchObject({ answers: 3, reopened: 2, closings: 1, silent: 0 })
  })

  it('tells a closing by silence from others, and leaves out what the reporter withdrew', () => {
    const closed = (reason?: string) => countsOf([['2026-04-01', 'CLOSED', reason ? { reason } : {}]], '64.08')
    expect(closed('CLOSED_BY_SILENCE')).toMatchObject({ closings: 1, silent: 1 })
    expect(closed('NO_REPLY_TO_QUESTION')).toMatchObject({ closings: 1, silent: 1 })
    expect(closed()).toMatchObject({ closings: 1, silent: 0 })
    expect(closed('WITHDRAWN')).toMatchObject({ closings: 0, silent: 0 })
  })

  it('holds a handover wrong when the receiver asked to hand it on', () => {
    const on = (why?: EventData['why']): Step => [
      '2026-03-27',
      'HANDED_OVER',
      { from: '64.01', to: '64.02', ...(why && { why }) },
    ]
    expect(countsOf([TO('64.01')], '64.08')).toMatchObject({ handovers: 1, overturned: 0 })
    expect(countsOf([TO('64.01', 'REQUEST'), on('REQUEST')], '64.08')).toMatchObject({ handovers: 1, overturned: 1 })
    expect(countsOf([TO('64.01', 'REQUEST'), on('DECISION')], '64.08')).toMatchObject({ handovers: 1, overturned: 0 })
    expect(countsOf([TO('64.01', 'SEIZURE')], '64.08')).toMatchObject({ handovers: 0, overturned: 0 })
  })

  it('holds no handover to a superior wrong, who decides', () => {
    const down: Step = ['2026-03-27', 'HANDED_OVER', { from: '64', to: '64.02', why: 'REQUEST' }]
    expect(countsOf([TO('64', 'REQUEST'), down], '64.08')).toMatchObject({ handovers: 0, overturned: 0 })
  })

  it('charges each holder with the time until its last answer, or until it let go', () => {
    const steps: readonly Step[] = [TO('64'), ['2026-03-27', 'ANSWERED'], ['2026-04-20', 'CLOSED']]
    expect(countsOf(steps, '64.08')).toMatchObject({ custodies: 1, seconds: 8 * 86_400 })
    expect(countsOf(steps, '64')).toMatchObject({ custodies: 1, seconds: 2 * 86_400 })
  })
})
