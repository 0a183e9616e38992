import { listOf, oneOfList, optional, type Parse, record, textThat } from './exchange/parse.ts'
import type { MemberEntry } from './network.ts'
import { type GovernmentCode, governmentOf, isRegionCode } from './region.ts'
import { GOVERNMENT_TIERS, type GovernmentTier } from './tier.ts'

const name = textThat((value) => /^[a-z0-9-]{1,60}$/.test(value), 'a name of lower-case letters, digits and dashes')
const web = textThat((value) => /^https?:$/.test(URL.parse(value)?.protocol ?? ''), 'an http or https url')
const url: Parse<string> = (value, path) => web(value, path).replace(/\/+$/, '')
const government = textThat((value) => isRegionCode(value) && governmentOf(value) === value, 'a government')
const entries = listOf(
  record<MemberEntry>({
    name,
    tier: oneOfList<GovernmentTier>(GOVERNMENT_TIERS),
    url,
    governments: listOf(government),
    streams: optional(listOf(url)),
  }),
)

/**
 * Reads the registry of members from its file's text. Throws with one sentence that names what is wrong; urls come
 * without a slash at their end, and each government has one member.
 */
export function parseRegistry(text: string): readonly MemberEntry[] {
  const members = entries(parseJson(text), 'The registry of members')
  if (members.length === 0) throw new Error('The registry of members names none')
  hostsOf(members)
  return members
}

/** Which member hosts a government. Throws when two claim one. */
export function hostsOf(members: readonly MemberEntry[]): ReadonlyMap<GovernmentCode, string> {
  const hosts = new Map<GovernmentCode, string>()
  for (const { name, governments } of members) {
    for (const government of governments) {
      const other = hosts.get(government)
      if (other !== undefined) throw new Error(`The registry gives ${government} to both ${other} and ${name}`)
      hosts.set(government, name)
    }
  }
  return hosts
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error('The registry of members is no JSON')
  }
}
