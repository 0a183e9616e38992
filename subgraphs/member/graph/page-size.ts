import { Refusal } from '@lawang/schema/errors'

export interface PageLimits {
  readonly byDefault: number
  readonly most: number
}

/** How many rows a list returns for its argument `first`. Refuses with PAGE_TOO_LARGE, and BAD_USER_INPUT below 0. */
export function pageSize(first: number | null | undefined, { byDefault, most }: PageLimits): number {
  if (first == null) return byDefault
  if (first < 0) throw new Refusal('BAD_USER_INPUT', 'first is negative: ask for 0 or more.')
  if (first > most) throw new Refusal('PAGE_TOO_LARGE', undefined, { most })
  return first
}
