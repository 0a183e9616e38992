import { loadReference } from '@lawang/member/reference/load'
import type { Database } from '@lawang/member/store/database'
import { createFilledDatabase, type Filling } from '@lawang/member/store/test-database'
import { LAW } from '@lawang/schema/exchange/law'
import type { MemberEntry } from '@lawang/schema/network'
import { HUB_MIGRATIONS } from '../../migrations/list.ts'
import type { HighWaterFile, HubHighWater } from '../high-water-file.ts'
import { createHub, type Hub, type HubFault } from '../hub.ts'
import { openHubDatabase } from '../hub-database.ts'
import { createNetwork } from '../network.ts'

const MIGRATED: Filling = {
  kind: 'hub',
  migrations: HUB_MIGRATIONS,
  fill: async (url) => (await openHubDatabase(url)).close(),
}

export const TEST_MEMBERS: readonly MemberEntry[] = [
  { name: 'national', tier: 'NATIONAL', url: 'http://127.0.0.1:1', governments: ['00'] },
  { name: 'provincial', tier: 'PROVINCIAL', url: 'http://127.0.0.1:2', governments: ['13', '64', '72'] },
  { name: 'kutai-timur', tier: 'REGENCY', url: 'http://127.0.0.1:3', governments: ['64.08'] },
]

/** A hub on a database of its own, with clocks that are set by hand. */
export interface TestHub {
  hub: Hub
  readonly url: string
  readonly database: Database
  readonly faults: HubFault[]
  /** The wall clock. */
  readonly clock: { now: Date }
  /** What the hub keeps outside its database. */
  mark: HubHighWater | undefined
  /** Lets time pass on the wall and for the hub alike. */
  pass(milliseconds: number): void
  /** The hub's process ends and another starts on the same database. */
  restart(members?: readonly MemberEntry[]): Promise<void>
  close(): Promise<void>
}

export async function startTestHub(): Promise<TestHub> {
  const { url, drop } = await createFilledDatabase(MIGRATED)
  const database = await openHubDatabase(url)
  const faults: HubFault[] = []
  const clock = { now: new Date('2026-03-17T02:00:10Z') }
  let uptime = 0
  let mark: HubHighWater | undefined
  const file: HighWaterFile = {
    read: async () => mark,
    async keep(next) {
      mark = next
    },
    close: async () => {},
  }
  const clocks = loadReference()
  const open = (members: readonly MemberEntry[]) =>
    createHub({
      database,
      network: createNetwork(members),
      law: LAW,
      clocks,
      file,
      now: () => clock.now,
      uptime: () => uptime,
      onFault: (fault) => faults.push(fault),
    })
  const test: TestHub = {
    hub: await open(TEST_MEMBERS),
    url,
    database,
    faults,
    clock,
    get mark() {
      return mark
    },
    set mark(value) {
      mark = value
    },
    pass(milliseconds) {
      uptime += milliseconds
      clock.now = new Date(clock.now.getTime() + milliseconds)
    },
    async restart(members = TEST_MEMBERS) {
      uptime += 1
      test.hub = await open(members)
    },
    async close() {
      await database.close()
      await drop()
    },
  }
  return test
}
