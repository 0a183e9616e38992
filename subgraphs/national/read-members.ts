import { readFileSync } from 'node:fs'
import { ConfigError, type MemberConfig } from '@lawang/member/config'
import type { MemberEntry } from '@lawang/schema/network'
import { parseRegistry } from '@lawang/schema/registry'

/** The registry, which must know this server by its own name. Throws `ConfigError`. */
export function readMembers({ membersPath, name }: Pick<MemberConfig, 'membersPath' | 'name'>): readonly MemberEntry[] {
  if (membersPath === undefined) {
    throw new ConfigError('LAWANG_MEMBERS is not set: the hub needs the registry of members.')
  }
  const members = readRegistryFile(membersPath)
  if (!members.some((entry) => entry.name === name)) {
    throw new ConfigError(`LAWANG_MEMBER_NAME is ${name}, which the registry ${membersPath} does not name.`)
  }
  return members
}

/** The registry in a file. Throws `ConfigError`. */
export function readRegistryFile(path: string): readonly MemberEntry[] {
  try {
    return parseRegistry(readFileSync(path, 'utf8'))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigError(`LAWANG_MEMBERS names ${path}, which cannot be used: ${reason}.`, { cause })
  }
}
