import { emptyRegistry, type FollowedRegistry, followRegistry } from '@lawang/trust/registry/followed-registry'
import type { MemberConfig } from '../config.ts'
import { ConfigError } from '../settings/setting.ts'

/** The registry that this member reads, and follows while it runs; an empty one where it has none. Throws `ConfigError`. */
export function openRegistry({
  name,
  governments,
  membersPath,
  trust,
}: Pick<MemberConfig, 'name' | 'governments' | 'membersPath' | 'trust'>): FollowedRegistry {
  if (membersPath === undefined) return emptyRegistry()
  const network = follow(membersPath, trust.readRegistry)
  const { members, sequence } = network.registry()
  if (sequence === 0) return network
  const own = members.find((member) => member.name === name)
  const fault = !own
    ? `names no member ${name}`
    : trust.key && !own.identity?.keys.includes(trust.key.x)
      ? 'has another key for this server than LAWANG_KEY'
      : governments.every((government) => own.governments.includes(government))
        ? undefined
        : 'gives some of LAWANG_GOVERNMENTS to others'
  if (fault === undefined) return network
  network.close()
  throw new ConfigError(`The registry ${membersPath} ${fault}.`)
}

function follow(path: string, read: MemberConfig['trust']['readRegistry']): FollowedRegistry {
  try {
    return followRegistry(path, read, (reason) =>
      console.error(`A changed registry cannot be used, the one before stays: ${reason}.`),
    )
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigError(`LAWANG_MEMBERS names ${path}, which cannot be used: ${reason}.`, { cause })
  }
}
