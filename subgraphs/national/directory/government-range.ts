import { type GovernmentCode, NATION } from '@lawang/schema/region'

/**
 * A government and everything under it, as a range of texts compared byte by byte: from the first, before the second.
 * Governments stand two levels deep and each level has two digits, so that a prefix is enough.
 */
export function governmentRange(code: GovernmentCode): readonly [from: string, before: string] {
  return code === NATION ? ['', '~'] : [code, `${code}~`]
}
