import { GOVERNMENT_TIERS, type GovernmentTier, type Tier } from './tier.ts'

/**
 * Region codes are Kemendagri's, dotted: `64` province, `64.08` regency or city, `64.08.04` district,
 * `64.08.04.2003` village. `00` is the nation. A government code is a region code of the first three tiers
 * that has a government of its own.
 */
export type RegionCode = string
export type GovernmentCode = string

export const NATION: GovernmentCode = '00'

const FORM = /^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$/
const BY_DEPTH: readonly Tier[] = ['PROVINCIAL', 'REGENCY', 'DISTRICT', 'VILLAGE']

/** Whether the text has the form of a region code; says nothing of whether the region exists. */
export function isRegionCode(text: string): boolean {
  return FORM.test(text) && (text === NATION || !text.startsWith('00'))
}

/** The tier that a region code's form tells. The code must have the form. */
export function tierOf(code: RegionCode): Tier {
  if (code === NATION) return 'NATIONAL'
  return BY_DEPTH[code.split('.').length - 1] ?? 'VILLAGE'
}

/** The code itself, then what it lies under, up to and with the nation: `64.08.04` → `64.08.04 64.08 64 00`. */
export function selfAndAncestors(code: RegionCode): readonly RegionCode[] {
  if (code === NATION) return [NATION]
  const parts = code.split('.')
  return [...parts.map((_, i) => parts.slice(0, parts.length - i).join('.')), NATION]
}

/** The cities and the regency of Jakarta are administrative: their complaints belong to the province. */
function isAdministrativeOnly(code: RegionCode): boolean {
  return code.startsWith('31.')
}

/**
 * The government that answers for a place: the nearest of itself and its ancestors that is one.
 * With `tier`, the nearest ancestor of that tier, undefined where there is none (a province has no regency above it).
 */
export function governmentOf(code: RegionCode, tier?: GovernmentTier): GovernmentCode | undefined {
  return selfAndAncestors(code).find((candidate) => {
    const own = tierOf(candidate)
    const governs = (GOVERNMENT_TIERS as readonly Tier[]).includes(own) && !isAdministrativeOnly(candidate)
    return governs && (tier === undefined || own === tier)
  })
}

/** The government directly above; undefined for the nation. */
export function parentGovernment(code: GovernmentCode): GovernmentCode | undefined {
  return selfAndAncestors(code)[1]
}

/** The governments above, nearest first. */
export function superiors(code: GovernmentCode): readonly GovernmentCode[] {
  return selfAndAncestors(code).slice(1)
}

/** The nearest government that is above or equal to both. */
export function commonSuperior(a: GovernmentCode, b: GovernmentCode): GovernmentCode {
  const ofB = new Set(selfAndAncestors(b))
  return selfAndAncestors(a).find((code) => ofB.has(code)) ?? NATION
}

/** Whether `code` is `ancestor` or lies under it; everything lies under the nation. */
export function liesUnder(code: RegionCode, ancestor: RegionCode): boolean {
  return ancestor === NATION || code === ancestor || code.startsWith(`${ancestor}.`)
}

/** `64.08` → `6408`: the form in which ids carry a government. */
export function compactCode(code: GovernmentCode): string {
  return code.replaceAll('.', '')
}

/** `6408` → `64.08`; undefined for what no government's compact code looks like. */
export function expandCode(compact: string): GovernmentCode | undefined {
  if (/^\d{2}$/.test(compact)) return compact
  if (/^\d{4}$/.test(compact) && !compact.startsWith('00')) return `${compact.slice(0, 2)}.${compact.slice(2)}`
  return undefined
}
