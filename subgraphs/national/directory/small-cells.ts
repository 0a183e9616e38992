import type { RecapCounts } from '@lawang/member/recaps'
import { type GovernmentCode, NATION } from '@lawang/schema/region'

/** A count of confidential complaints that is shown is of this many at least (k-anonymity). */
export const SMALLEST_CELL = 10

/** Confidential complaints of one cell of a recap (one category, or one agency) that came to one door. */
export interface DoorCounts extends RecapCounts {
  readonly door: GovernmentCode
}

const NOTHING: RecapCounts = { received: 0, answered: 0, inProgress: 0, unanswered: 0 }

/**
 * How many of a cell's confidential complaints a region's recap may show. A door shows its own where every count is
 * nought or large enough. A region above shows what those under it show; and all of them only if what they hold back is
 * large enough together and comes from two of them at least, so that no difference between recaps tells a small count.
 */
export function showable(region: GovernmentCode, doors: readonly DoorCounts[]): RecapCounts {
  const parts = partsOf(region, doors).map((part) => {
    const all = sum(part.doors)
    const shown = part.region === undefined ? (isLargeEnough(all) ? all : NOTHING) : showable(part.region, part.doors)
    return { all, shown, held: minus(all, shown) }
  })
  const shown = sum(parts.map((part) => part.shown))
  const holding = parts.filter(({ held }) => held.received > 0)
  const held = sum(holding.map((part) => part.held))
  return holding.length > 1 && isLargeEnough(held) ? sum([shown, held]) : shown
}

interface Part {
  /** Undefined for a door itself. */
  readonly region?: GovernmentCode
  readonly doors: readonly DoorCounts[]
}

/** The nation is its provinces and its own door, a province its own door and those under it. */
function partsOf(region: GovernmentCode, doors: readonly DoorCounts[]): readonly Part[] {
  const nameOf = ({ door }: DoorCounts) => (region === NATION && door !== NATION ? door.slice(0, 2) : door)
  return [...Map.groupBy(doors, nameOf)].map(([name, under]) =>
    region === NATION && name !== NATION ? { region: name, doors: under } : { doors: under },
  )
}

function isLargeEnough({ received, answered, inProgress, unanswered }: RecapCounts): boolean {
  return [received, answered, inProgress, unanswered].every((count) => count === 0 || count >= SMALLEST_CELL)
}

function sum(counts: readonly RecapCounts[]): RecapCounts {
  return counts.reduce(
    (total, more) => ({
      received: total.received + more.received,
      answered: total.answered + more.answered,
      inProgress: total.inProgress + more.inProgress,
      unanswered: total.unanswered + more.unanswered,
    }),
    NOTHING,
  )
}

function minus(all: RecapCounts, less: RecapCounts): RecapCounts {
  return {
    received: all.received - less.received,
    answered: all.answered - less.answered,
    inProgress: all.inProgress - less.inProgress,
    unanswered: all.unanswered - less.unanswered,
  }
}
