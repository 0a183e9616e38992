import { NATION, type RegionCode, tierOf } from '@lawang/schema/region'
import type { Region } from '../domain/model.ts'

const NATION_NAME = 'Indonesia'

/** The regions of one depth (provinces, regencies, districts or villages): two columns in code order. */
export interface RegionColumns {
  readonly codes: readonly RegionCode[]
  readonly names: readonly string[]
}

/**
 * The country's regions in sorted columns, looked up by bisection: 91,000 objects with a map around them would take
 * several times the memory, and every member holds this.
 */
export class RegionTable {
  readonly #depths: readonly RegionColumns[]

  /** `depths`: provinces, regencies, districts, villages; each must be in code order. */
  constructor(depths: readonly RegionColumns[]) {
    for (const { codes } of depths) {
      const misplaced = codes.find((code, i) => i > 0 && code <= (codes[i - 1] ?? ''))
      if (misplaced) throw new Error(`Region ${misplaced} is not in code order.`)
    }
    this.#depths = depths
  }

  region(code: RegionCode): Region | undefined {
    if (code === NATION) return { code: NATION, name: NATION_NAME, tier: 'NATIONAL' }
    const columns = this.#depths[code.split('.').length - 1]
    if (!columns) return undefined
    const index = firstAtOrAfter(columns.codes, code)
    return columns.codes[index] === code ? regionAt(columns, index) : undefined
  }

  /** The regions directly under a code, in code order; under nothing or the nation, the provinces. */
  under(parent: RegionCode = NATION): readonly Region[] {
    return this.#descendants(parent, parent === NATION ? 0 : parent.split('.').length)
  }

  /** The villages under a code, in code order. */
  villagesUnder(parent: RegionCode): readonly Region[] {
    return this.#descendants(parent, this.#depths.length - 1)
  }

  /** Every region, the nation first, then depth by depth. */
  *all(): Generator<Region> {
    yield { code: NATION, name: NATION_NAME, tier: 'NATIONAL' }
    for (const columns of this.#depths) {
      for (let index = 0; index < columns.codes.length; index++) yield regionAt(columns, index)
    }
  }

  #descendants(parent: RegionCode, depth: number): readonly Region[] {
    const columns = this.#depths[depth]
    if (!columns) return []
    const prefix = parent === NATION ? '' : `${parent}.`
    const found: Region[] = []
    let index = firstAtOrAfter(columns.codes, prefix)
    for (; columns.codes[index]?.startsWith(prefix); index++) found.push(regionAt(columns, index))
    return found
  }
}

function regionAt({ codes, names }: RegionColumns, index: number): Region {
  const code = codes[index] ?? ''
  return { code, name: names[index] ?? '', tier: tierOf(code) }
}

function firstAtOrAfter(codes: readonly RegionCode[], code: RegionCode): number {
  let low = 0
  let high = codes.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((codes[middle] ?? '') < code) low = middle + 1
    else high = middle
  }
  return low
}
