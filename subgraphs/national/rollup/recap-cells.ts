import type { Listed } from '../directory/project.ts'
import { countedOf } from '../directory/project.ts'
import type { RegisterChange } from '../hub/register-change.ts'

/** Complaints that a recap never has to tell apart. `month` is the first day of the month that counts. */
export interface RecapCell {
  readonly month: string
  readonly door: string
  readonly category: string
  readonly agency: string
  readonly holder: string
  readonly confidential: boolean
  readonly status: string
}

/** By how much a cell changes. */
export interface RecapDelta extends RecapCell {
  readonly change: number
  /** When the first of those that have come was filed, and the first of those that have gone. */
  readonly came: string | undefined
  readonly went: string | undefined
  readonly agency_name: string
  readonly agency_short_name: string
}

/** What the changes of one transaction mean for the cells: each complaint leaves the cell that it was in for the one that it is in. */
export function recapDeltas(changes: readonly RegisterChange[]): readonly RecapDelta[] {
  const deltas = new Map<string, RecapDelta>()
  const add = (listed: Listed, change: 1 | -1) => {
    const cell = cellOf(listed)
    const key = keyOf(cell)
    const known = deltas.get(key)
    const { name, shortName } = listed.handledBy
    deltas.set(key, {
      ...cell,
      change: (known?.change ?? 0) + change,
      came: change > 0 ? earlier(known?.came, listed.filedAt) : known?.came,
      went: change < 0 ? earlier(known?.went, listed.filedAt) : known?.went,
      agency_name: name,
      agency_short_name: shortName,
    })
  }
  for (const { before, after } of changes) {
    const old = before && countedOf(before)
    const now = countedOf(after)
    if (old && now && keyOf(cellOf(old)) === keyOf(cellOf(now))) continue
    if (old) add(old, -1)
    if (now) add(now, 1)
  }
  return [...deltas.values()]
}

export function cellOf({ receivedOn, door, category, handledBy, holder, confidential, status }: Listed): RecapCell {
  return {
    month: `${receivedOn.slice(0, 7)}-01`,
    door,
    category: category ?? '',
    agency: handledBy.id,
    holder,
    confidential,
    status,
  }
}

function keyOf({ month, door, category, agency, holder, confidential, status }: RecapCell): string {
  return [month, door, category, agency, holder, confidential, status].join(' ')
}

/** Instants of ISO 8601 in UTC with one precision stand in the order of their texts. */
function earlier(a: string | undefined, b: string): string {
  return a === undefined || b < a ? b : a
}
