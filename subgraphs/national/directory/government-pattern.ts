import { type GovernmentCode, NATION } from '@lawang/schema/region'

/**
 * The LIKE pattern of a government and everything under it. Governments stand two levels deep and each level has two
 * digits, so that a prefix is enough; everything lies under the nation.
 */
export function governmentPattern(code: GovernmentCode): string {
  return code === NATION ? '%' : `${code}%`
}

/** The same as a range of texts compared byte by byte: from the first, before the second. */
export function governmentRange(code: GovernmentCode): readonly [from: string, before: string] {
  return code === NATION ? ['', '~'] : [code, `${code}~`]
}
