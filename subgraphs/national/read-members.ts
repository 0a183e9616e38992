import { readFileSync } from 'node:fs'
import type { MemberConfig } from '@lawang/member/config'
import { ConfigError } from '@lawang/member/settings/setting'
import type { MemberEntry } from '@lawang/schema/network'
import type { ReadRegistry } from '@lawang/trust/registry/read-registry'

/** The registry, which must know this server by its own name. Throws `ConfigError`. */
export function readMembers({
  membersPath,
  name,
  trust,
}: Pick<MemberConfig, 'membersPath' | 'name' | 'trust'>): readonly MemberEntry[] {
  if (membersPath === undefined) {
    throw new ConfigError('LAWANG_MEMBERS is not set: the hub needs the registry of members.')
  }
  const members = readRegistryFile(membersPath, trust.readRegistry)
  if (!members.some((entry) => entry.name === name)) {
    throw new ConfigError(`LAWANG_MEMBER_NAME is ${name}, which the registry ${membersPath} does not name.`)
  }
  return members
}

function readRegistryFile(path: string, read: ReadRegistry): readonly MemberEntry[] {
  try {
    return read(readFileSync(path, 'utf8')).members
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigError(`LAWANG_MEMBERS names ${path}, which cannot be used: ${reason}.`, { cause })
  }
}
