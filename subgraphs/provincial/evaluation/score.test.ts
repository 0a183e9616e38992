import { NO_WORK, type WorkCounts } from '@lawang/member/work'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PART_KINDS, type Scored, scoreAll } from './score.ts'

const work = (government: string, counts: Partial<WorkCounts>) => ({ government, counts: { ...NO_WORK, ...counts } })
const GOOD = { due: 100, met: 100, answers: 100, closings: 100, handovers: 20 }
const scoreOf = (all: readonly Scored[], government: string) => {
  const standing = all.find((each) => each.government === government)?.standing
  return standing?.kind === 'RATED' ? standing.score : undefined
}

describe('a score', () => {
  it('does not grow with what is filed: ten times as much of everything is no better', () => {
    const all = scoreAll([work('64.01', { ...GOOD, met: 80 }), work('64.02', times({ ...GOOD, met: 80 }, 10))])
    expect(scoreOf(all, '64.01')).toBe(scoreOf(all, '64.02'))
    expect(all.map(({ standing }) => standing.kind === 'RATED' && standing.rank)).toEqual([1, 1])
  })

  it('is none where nothing was due, answered, closed or handed over, and such a government has no rank', () => {
    const all = scoreAll([work('64.01', { filed: 0 }), work('64.02', { due: 10, met: 1 }), work('64.03', {})])
    expect(all.map(({ government, standing }) => [government, standing.kind])).toEqual([
      ['64.02', 'RATED'],
      ['64.01', 'NO_REPORTS'],
      ['64.03', 'NO_REPORTS'],
    ])
  })

  it('falls with each closing by silence, each answer sent back, each wrong handover and each missed deadline', () => {
    const others = work('64.02', { ...GOOD, met: 90, silent: 10, reopened: 10, overturned: 2 })
    const base = scoreOf(scoreAll([work('64.01', GOOD), others]), '64.01') ?? 0
    for (const worse of [{ silent: 30 }, { reopened: 30 }, { overturned: 6 }, { met: 70 }]) {
      expect(scoreOf(scoreAll([work('64.01', { ...GOOD, ...worse }), others]), '64.01')).toBeLessThan(base)
    }
  })

  it('draws small numbers towards the mean: one success among one is less than ninety among a hundred', () => {
    const all = scoreAll([
      work('64.01', { due: 1, met: 1 }),
      work('64.02', { due: 100, met: 90 }),
      work('64.03', { due: 100, met: 50 }),
    ])
    expect(scoreOf(all, '64.02')).toBeGreaterThan(scoreOf(all, '64.01') ?? 100)
    expect(scoreOf(all, '64.01')).toBeGreaterThan(scoreOf(all, '64.03') ?? 100)
  })

  it('leaves parts out of which the whole province has nothing, and says so', () => {
    const [only] = scoreAll([work('64.01', { due: 4, met: 3 })])
    expect(only?.parts.map(({ kind, mean }) => [kind, mean])).toEqual([
      ['TIMELINESS', 0.75],
      ['ACCEPTANCE', undefined],
      ['SATISFACTION', undefined],
      ['OPENNESS', undefined],
    ])
    expect(only?.standing).toEqual({ kind: 'RATED', score: 75, rank: 1 })
  })

  it('can be computed again from its parts, and every rank from the scores', () => {
    fc.assert(
      fc.property(fc.array(anyCounts(), { minLength: 1, maxLength: 12 }), (all) => {
        const scored = scoreAll(all.map((counts, i) => work(`64.${10 + i}`, counts)))
        expect(scored.map(({ parts }) => parts.map(({ kind }) => kind))).toEqual(all.map(() => [...PART_KINDS]))
        const scores = scored.flatMap(({ standing }) => (standing.kind === 'RATED' ? [standing.score] : []))
        for (const { parts, standing } of scored) {
          if (standing.kind !== 'RATED') continue
          expect(standing.score).toBeCloseTo(again(parts), 1)
          expect(standing.rank).toBe(1 + scores.filter((other) => other > standing.score).length)
          expect(standing.score).toBeGreaterThanOrEqual(0)
          expect(standing.score).toBeLessThanOrEqual(100)
        }
      }),
    )
  })
})

/** The formula as docs/evaluation.md has it, from what is published with a score. */
function again(parts: Scored['parts']): number {
  const known = parts.filter(({ mean }) => mean !== undefined)
  const weights = known.reduce((sum, { weight }) => sum + weight, 0)
  const shares = known.reduce(
    (sum, { weight, good, of, mean = 0 }) => sum + weight * ((good + 10 * mean) / (of + 10)),
    0,
  )
  return (100 * shares) / weights
}

function times(counts: Partial<WorkCounts>, by: number): Partial<WorkCounts> {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, (count ?? 0) * by]))
}

/** Of each pair the second is at most the first. */
function anyCounts(): fc.Arbitrary<Partial<WorkCounts>> {
  const pair = fc.tuple(fc.nat(50), fc.nat(50)).map(([a, b]) => [a + b, b] as const)
  return fc
    .tuple(pair, pair, pair, pair)
    .map(([[due, met], [answers, reopened], [closings, silent], [handovers, overturned]]) => ({
      ...{ due, met, answers, reopened, closings, silent, handovers, overturned },
    }))
}
