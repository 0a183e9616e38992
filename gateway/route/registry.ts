import type { MemberEntry } from '@lawang/schema/network'
import { isRegionCode } from '@lawang/schema/region'
import { GOVERNMENT_TIERS, type GovernmentTier } from '@lawang/schema/tier'

/** Reads the registry of members from its file's text. Throws with one sentence that names what is wrong. */
export function parseRegistry(text: string): readonly MemberEntry[] {
  const value = parseJson(text)
  if (!Array.isArray(value) || value.length === 0) throw new Error('The registry of members is no list of members.')
  const entries = value.map(readEntry)
  const hosts = new Map<string, string>()
  for (const entry of entries) {
    for (const government of entry.governments) {
      const other = hosts.get(government)
      if (other !== undefined) throw new Error(`Both ${other} and ${entry.name} serve ${government} in the registry.`)
      hosts.set(government, entry.name)
    }
  }
  return entries
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error('The registry of members is no JSON.')
  }
}

function readEntry(value: unknown): MemberEntry {
  if (typeof value !== 'object' || value === null) throw new Error('A member of the registry is no object.')
  const { name, tier, url, governments } = value as Partial<Record<keyof MemberEntry, unknown>>
  if (typeof name !== 'string' || name === '') throw new Error('A member of the registry has no name.')
  if (!isGovernmentTier(tier)) throw new Error(`${name} in the registry is of no tier of government.`)
  if (typeof url !== 'string' || !URL.canParse(url)) throw new Error(`${name} in the registry has no url.`)
  if (!isCodes(governments)) throw new Error(`${name} in the registry has no list of government codes.`)
  return { name, tier, url: url.replace(/\/+$/, ''), governments }
}

function isGovernmentTier(value: unknown): value is GovernmentTier {
  return GOVERNMENT_TIERS.some((tier) => tier === value)
}

function isCodes(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((code) => typeof code === 'string' && isRegionCode(code))
}
