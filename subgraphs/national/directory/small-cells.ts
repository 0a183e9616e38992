import type { RecapCounts } from '@lawang/member/recaps'
import { type GovernmentCode, NATION } from '@lawang/schema/region'

/** A count of confidential complaints that is told by what they are about is of this many at least (k-anonymity). */
export const SMALLEST_CELL = 10

/** Confidential complaints that came to one door, under one key of a division: a category, or an agency. */
export interface ConfidentialCell extends RecapCounts {
  readonly door: GovernmentCode
  readonly key: string
}

/**
 * Doors whose confidential complaints are told by key together, as one sum for each key. What `shown` leaves out is nobody
 * or enough together, so that what remains of a total tells of no few either.
 */
export interface ToldTogether {
  readonly doors: readonly GovernmentCode[]
  readonly shown: ReadonlyMap<string, RecapCounts>
}

/**
 * What a region's recap may tell of confidential complaints by key. How many came to a door in all is known, since totals
 * count them: so a door with few is told by no key anywhere, because where all of a sum were of one key, its total would be
 * the hidden count. A door with enough tells its own where that leaves no few aside; the others under a region are told
 * together, if there are two of them at least, by the same rule. What a region tells is what those under it tell, and at most
 * one sum beside it: no difference between recaps is a count of few.
 */
export function toldIn(region: GovernmentCode, cells: readonly ConfidentialCell[]): readonly ToldTogether[] {
  return lookThrough(region, cells).told
}

/** The sums that a region's recap tells, by key. */
export function rowsTold(region: GovernmentCode, cells: readonly ConfidentialCell[]): ReadonlyMap<string, RecapCounts> {
  const all = toldIn(region, cells).flatMap(({ shown }) => [...shown].map(([key, counts]) => ({ key, counts })))
  return new Map([...Map.groupBy(all, ({ key }) => key)].map(([key, of]) => [key, sum(of.map(({ counts }) => counts))]))
}

interface Looked {
  readonly told: readonly ToldTogether[]
  /** The cells of each door that could be told with others. */
  readonly held: readonly (readonly ConfidentialCell[])[]
}

function lookThrough(region: GovernmentCode, cells: readonly ConfidentialCell[]): Looked {
  const parts = partsOf(region, cells).map((part) =>
    part.region === undefined ? lookAtDoor(part.cells) : lookThrough(part.region, part.cells),
  )
  const told = parts.flatMap((part) => part.told)
  const held = parts.flatMap((part) => part.held)
  const together = held.length > 1 ? tell(held.flat()) : undefined
  return together ? { told: [...told, together], held: [] } : { told, held }
}

function lookAtDoor(cells: readonly ConfidentialCell[]): Looked {
  const total = sum(cells)
  if (total.received === 0 || !isLargeEnough(total)) return { told: [], held: [] }
  const own = tell(cells)
  return own ? { told: [own], held: [] } : { told: [], held: [cells] }
}

/** One sum for each key that is large enough; undefined where no key is, or where few would remain. */
function tell(cells: readonly ConfidentialCell[]): ToldTogether | undefined {
  const sums = [...Map.groupBy(cells, ({ key }) => key)].map(([key, of]) => [key, sum(of)] as const)
  const shown = new Map(sums.filter(([, counts]) => counts.received > 0 && isLargeEnough(counts)))
  const rest = sum(sums.filter(([key]) => !shown.has(key)).map(([, counts]) => counts))
  if (shown.size === 0 || !isLargeEnough(rest)) return undefined
  return { doors: [...new Set(cells.map(({ door }) => door))], shown }
}

interface Part {
  /** Undefined for a door itself. */
  readonly region?: GovernmentCode
  readonly cells: readonly ConfidentialCell[]
}

/** The nation is its provinces and its own door, a province its own door and those under it. */
function partsOf(region: GovernmentCode, cells: readonly ConfidentialCell[]): readonly Part[] {
  const nameOf = ({ door }: ConfidentialCell) => (region === NATION && door !== NATION ? door.slice(0, 2) : door)
  return [...Map.groupBy(cells, nameOf)].map(([name, under]) =>
    region === NATION && name !== NATION ? { region: name, cells: under } : { cells: under },
  )
}

function isLargeEnough({ received, answered, inProgress, unanswered }: RecapCounts): boolean {
  return [received, answered, inProgress, unanswered].every((count) => count === 0 || count >= SMALLEST_CELL)
}

function sum(counts: readonly RecapCounts[]): RecapCounts {
  return counts.reduce<RecapCounts>(
    (total, more) => ({
      received: total.received + more.received,
      answered: total.answered + more.answered,
      inProgress: total.inProgress + more.inProgress,
      unanswered: total.unanswered + more.unanswered,
    }),
    { received: 0, answered: 0, inProgress: 0, unanswered: 0 },
  )
}
