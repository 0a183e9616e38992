import type { Detail } from '@lawang/schema/exchange/messages'
import type { GovernmentCode, RegionCode } from '@lawang/schema/region'
import { decideCompetence } from './competence.ts'
import type { CompetenceDecision, Reference } from './model.ts'
import { findPlace } from './place.ts'

/** What the rules decide a complaint by, and its public id: nothing that anybody wrote. */
export interface ReplayedComplaint {
  readonly id: string
  readonly door: GovernmentCode
  /** What it turned out to be about; absent while nobody has said. */
  readonly category?: string
  readonly location?: RegionCode
  readonly details: readonly Detail[]
}

/** Where the rules send a complaint. */
export interface Seat {
  readonly government: GovernmentCode
  readonly kind: string
  readonly definite: boolean
}

/** Complaints of one category that would go from one seat to another. */
export interface Move {
  readonly category: string
  readonly from: Seat
  readonly to: Seat
  readonly count: number
  /** The ids of the first of them. */
  readonly samples: readonly string[]
}

export interface Replay {
  readonly replayed: number
  /** Not decided by either table: nobody has set a category, or only newer reference data knows it. */
  readonly undecided: number
  readonly moved: number
  /** By category, the largest first. */
  readonly moves: readonly Move[]
  /** How many were replayed, by category. */
  readonly byCategory: ReadonlyMap<string, number>
}

const SAMPLES = 5

/** Two versions of the rules over the same regions and agencies, and when they are asked: each decides by the rules of that day. */
export interface Versions {
  readonly current: Reference
  readonly proposed: Reference
  readonly now: Date
}

/**
 * Counts what a proposed table would move: complaints are added one by one, so that any number of them can be replayed.
 * A category that the proposed table has no rule for is refused as UNKNOWN_CATEGORY by `add`.
 */
export function createReplay({ current, proposed, now }: Versions) {
  const moves = new Map<string, Move>()
  const byCategory = new Map<string, number>()
  let undecided = 0
  return {
    add({ id, door, category, location = door, details }: ReplayedComplaint): void {
      if (category === undefined || !current.category(category) || !findPlace(location, current)) {
        undecided += 1
        return
      }
      byCategory.set(category, (byCategory.get(category) ?? 0) + 1)
      const question = { category, location, details }
      const from = seatOf(decideCompetence(question, { reference: current, now }))
      const to = seatOf(decideCompetence(question, { reference: proposed, now }))
      if (textOf(from) === textOf(to)) return
      const key = [category, textOf(from), textOf(to)].join(' ')
      const { count, samples } = moves.get(key) ?? { count: 0, samples: [] }
      moves.set(key, {
        ...{ category, from, to, count: count + 1 },
        samples: samples.length < SAMPLES ? [...samples, id] : samples,
      })
    },
    result(): Replay {
      const all = [...moves.values()].toSorted(
        (a, b) => compare(a.category, b.category) || b.count - a.count || compare(textOf(a.to), textOf(b.to)),
      )
      const replayed = sum(byCategory.values())
      return { replayed, undecided, moved: sum(all.map(({ count }) => count)), moves: all, byCategory }
    },
  }
}

function seatOf({ government, agency, definite }: CompetenceDecision): Seat {
  return { government, kind: agency.kind, definite }
}

/** A seat in a line of a report. */
export function textOf({ government, kind, definite }: Seat): string {
  return `${government} ${kind}${definite ? '' : ' (to confirm)'}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function sum(counts: Iterable<number>): number {
  let total = 0
  for (const count of counts) total += count
  return total
}
