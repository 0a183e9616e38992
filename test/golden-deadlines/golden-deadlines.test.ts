import { readFileSync } from 'node:fs'
import type { ClockPurpose } from '@lawang/member/domain/clock-rules'
import { readClock } from '@lawang/member/domain/clocks'
import type { Timeline } from '@lawang/member/domain/timeline'
import { loadReference } from '@lawang/member/reference/load'
import type { ComplaintKind } from '@lawang/schema/exchange/messages'
import { expect, test } from 'vitest'

/** The vectors were written by generate.ts, which shares no code with what is tested here. */
const vectors = readFileSync(new URL('./vectors.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))

const reference = loadReference()

interface Vector {
  readonly began: string
  readonly government: string
  readonly of: string
  readonly from?: string | undefined
  readonly to?: string | undefined
}

function timelineOf({ began, government, of, from, to }: Vector): Timeline {
  const pauses = from ? [{ why: 'QUESTION' as const, from, ...(to && { to }) }] : []
  // The file has the four classes only: all but abuse of office are kinds.
  const kind = (of === 'SUPERVISION' ? 'COMPLAINT' : of) as ComplaintKind
  return {
    ...{ case: 'case', government, kind, supervision: of === 'SUPERVISION', pauses, extensions: 0, escalated: [] },
    ...{ filedAt: began, openedAt: began, verifiedAt: began },
  }
}

function read(purpose: ClockPurpose, vector: Vector) {
  const timeline = timelineOf(vector)
  // Each purpose counts from the moment that the vector names; what would end it has not happened.
  const { verifiedAt: _, ...unverified } = timeline
  if (purpose === 'VERIFY') return readClock(unverified, purpose, reference)
  return readClock(purpose === 'REPLY' ? { ...timeline, answeredAt: vector.began } : timeline, purpose, reference)
}

test('a thousand deadlines over holidays, pauses, three zones and the rule sets are what the reference says', () => {
  expect(vectors).toHaveLength(1000)
  const wrong = vectors.flatMap(([began = '', government = '', of = '', purpose = '', from, to, set, ends, origin]) => {
    const reading = read(purpose as ClockPurpose, { began, government, of, from, to })
    const is = `${reading?.rule.ruleSet} ${reading?.at?.toISOString()}`
    return is === `${set} ${ends}` ? [] : [`${began} ${government} ${of} ${purpose} ${from}..${to} (${origin}): ${is}`]
  })
  expect(wrong).toEqual([])
})

test('they lie in all zones and rule sets, and some of them stand still for a while', () => {
  const column = (at: number) => new Set(vectors.map((vector) => vector[at]))
  expect(column(1).size).toBe(6)
  expect(column(6)).toEqual(new Set(['SP4N-2018', 'SP4N-2025']))
  expect(vectors.filter((vector) => vector[4] !== '').length).toBeGreaterThan(100)
})
