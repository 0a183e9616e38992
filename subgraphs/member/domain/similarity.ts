import { liesUnder, type RegionCode, selfAndAncestors } from '@lawang/schema/region'

/** A complaint that somebody has filed already, as everybody may read it. */
export interface Candidate {
  readonly id: string
  readonly title: string
  readonly location?: RegionCode
  readonly filedAt: Date
}

/** A complaint that somebody is about to file. */
export interface Draft {
  readonly title: string
  readonly body: string
  readonly location: RegionCode
}

export interface Similar {
  readonly id: string
  /** 0 to 1. */
  readonly score: number
}

/** What words, place and time weigh. */
const WORDS = 0.6
const PLACE = 0.3
const TIME = 0.1
/** Below it words have so little in common that the same place says nothing. */
const FEWEST_WORDS = 0.2
/** A long text has some trigrams of everything. */
const MOSTLY = 0.6
const LEAST = 0.35
const MOST_SIMILAR = 5
const DAYS = 90
const DAY = 24 * 60 * 60 * 1000

/** The candidates that are most likely about the same thing, the likeliest first: by words, nearness and time. */
export function mostSimilar(draft: Draft, candidates: readonly Candidate[], now: Date): readonly Similar[] {
  return candidates
    .flatMap((candidate) => {
      const words = wordsInCommon(draft, candidate.title)
      if (words < FEWEST_WORDS) return []
      const near = nearness(draft.location, candidate.location)
      const fresh = Math.max(0, 1 - (now.getTime() - candidate.filedAt.getTime()) / (DAYS * DAY))
      return [{ id: candidate.id, score: WORDS * words + PLACE * near + TIME * fresh }]
    })
    .filter(({ score }) => score >= LEAST)
    .toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, MOST_SIMILAR)
}

/** A title that is like the other's, or whose words the whole text has. */
function wordsInCommon({ title, body }: Draft, other: string): number {
  const contained = containment(other, `${title} ${body}`)
  return Math.max(similarity(title, other), contained >= MOSTLY ? 0.8 * contained : 0)
}

/** The share of trigrams that two texts have in common, as PostgreSQL's pg_trgm counts it. 0 to 1. */
export function similarity(a: string, b: string): number {
  const [first, second] = [trigramsOf(a), trigramsOf(b)]
  const common = inCommon(first, second)
  return common === 0 ? 0 : common / (first.size + second.size - common)
}

/** The share of a text's trigrams that a longer one has. */
function containment(text: string, longer: string): number {
  const trigrams = trigramsOf(text)
  return trigrams.size === 0 ? 0 : inCommon(trigrams, trigramsOf(longer)) / trigrams.size
}

function inCommon(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0
  for (const trigram of a) if (b.has(trigram)) common += 1
  return common
}

function trigramsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return new Set(
    words.flatMap((word) => {
      const padded = `  ${word} `
      return Array.from({ length: padded.length - 2 }, (_, i) => padded.slice(i, i + 3))
    }),
  )
}

/** How near two places are: the same one, or one in the other, the same district, the same regency. */
function nearness(a: RegionCode, b: RegionCode | undefined): number {
  if (b === undefined) return 0
  if (a === b) return 1
  if (liesUnder(a, b) || liesUnder(b, a)) return 0.8
  const depth = Math.max(
    0,
    ...selfAndAncestors(a)
      .filter((code) => liesUnder(b, code))
      .map((code) => code.split('.').length),
  )
  return depth >= 3 ? 0.7 : depth === 2 ? 0.4 : 0
}

/** Things that were reported alike: the first one, and those that are like it. */
export interface Alike<T> {
  readonly first: T
  readonly others: readonly T[]
}

/** From how many on many complaints are one thing. */
export const MASS = 5
const ALIKE = 0.3

/** Groups of at least `MASS` titles that are like their first one. `items` stand in the order in which they came. */
export function groupAlike<T extends { readonly title: string }>(items: readonly T[]): readonly Alike<T>[] {
  const groups: { first: T; others: T[] }[] = []
  for (const item of items) {
    const group = groups.find(({ first }) => similarity(first.title, item.title) >= ALIKE)
    if (group) group.others.push(item)
    else groups.push({ first: item, others: [] })
  }
  return groups.filter(({ others }) => others.length + 1 >= MASS)
}
