import { type FollowedRegistry, followRegistry } from '@lawang/trust/registry/followed-registry'
import type { GatewayConfig } from '../config.ts'

/** The keys and pins of members as the registry has them at the moment. */
export type MemberKeys = Pick<FollowedRegistry, 'keys' | 'registry'>

/** Undefined for a gateway without a key. Who follows the graph tells of a registry that cannot be used. */
export function openMemberKeys({
  membersFile,
  trust,
}: Pick<GatewayConfig, 'membersFile' | 'trust'>): MemberKeys | undefined {
  if (!trust.key || membersFile === undefined) return undefined
  return followRegistry(membersFile, trust.readRegistry, () => {})
}
