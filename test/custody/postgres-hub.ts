import { loadReference } from '@lawang/member/reference/load'
import type { Database } from '@lawang/member/store/database'
import type { HubHighWater } from '@lawang/national/hub/high-water-file'
import { createHub, type Hub } from '@lawang/national/hub/hub'
import { openHubDatabase } from '@lawang/national/hub/hub-database'
import { createNetwork } from '@lawang/national/hub/network'
import { LAW } from '@lawang/schema/exchange/law'
import type { MemberEntry } from '@lawang/schema/network'
import type { StageTime } from './postgres-member.ts'
import { HOSTED, MEMBERS } from './stage.ts'

const ENTRIES: readonly MemberEntry[] = MEMBERS.map((name, i) => ({
  name,
  tier: name === 'national' ? 'NATIONAL' : name === 'provincial' ? 'PROVINCIAL' : 'REGENCY',
  url: `http://127.0.0.1:${i + 1}`,
  governments: HOSTED[name],
}))

const REFERENCE = loadReference()

/** The hub as the product runs it: its processes end and begin on one machine. */
export interface PostgresHub extends AsyncDisposable {
  hub(): Hub
  database(): Database
  end(): Promise<void>
  begin(databaseUrl: string): Promise<void>
}

export function createPostgresHub(time: StageTime): PostgresHub {
  let mark: HubHighWater | undefined
  let running: { readonly hub: Hub; readonly database: Database } | undefined
  const file = {
    read: async () => mark,
    keep: async (next: HubHighWater) => {
      mark = next
    },
    close: async () => {},
  }
  function current() {
    if (!running) throw new Error('The hub does not run')
    return running
  }
  const parts: PostgresHub = {
    hub: () => current().hub,
    database: () => current().database,
    async end() {
      await running?.database.close()
      running = undefined
    },
    async begin(databaseUrl) {
      const database = await openHubDatabase(databaseUrl)
      const network = createNetwork(ENTRIES)
      const times = { now: time.now, uptime: () => time.uptime, clocks: REFERENCE }
      const onFault = () => undefined
      running = { database, hub: await createHub({ database, network, law: LAW, file, ...times, onFault }) }
    },
    [Symbol.asyncDispose]: () => parts.end(),
  }
  return parts
}
