import type { Sql } from '@lawang/member/store/database'
import { LAW } from '@lawang/schema/exchange/law'
import type { MemberEntry } from '@lawang/schema/network'
import { hostsOf } from '@lawang/schema/registry'
import { loadMemory } from '../hub/hub-memory.ts'
import type { WatchedHub } from '../watch/no-wrong-door.ts'

/** The hub as its last commit has left it, for a process that is not the hub. */
export async function readHubState(sql: Sql, members: readonly MemberEntry[]): Promise<WatchedHub> {
  const { hub, parties, clock } = await loadMemory(sql, members)
  return { state: { law: LAW, hub, parties, memberOf: hostsOf(members), register: [] }, now: clock }
}
