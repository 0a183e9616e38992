import { createHighWaterMemory } from '@lawang/member/exchange/high-water-file'
import type { HubPort } from '@lawang/member/exchange/hub-port'
import { createLeaseKeeper, type LeaseKeeper } from '@lawang/member/exchange/lease-keeper'
import { type Exchanging, exchangingWith } from '@lawang/member/exchange/testing/exchanging'
import { loadReference } from '@lawang/member/reference/load'
import { openTestMember, type TestMember } from '@lawang/member/use-cases/testing/test-member'
import { LAW } from '@lawang/schema/exchange/law'
import { NO_LEASE } from '@lawang/schema/exchange/lease'
import { HOSTED, type MemberName } from './stage.ts'

/** The time of all machines of a stage: milliseconds since it was opened, and the wall clock. */
export interface StageTime {
  uptime: number
  now(): Date
}

/** A member's server as the product runs it, without HTTP: its processes end and begin on one machine. */
export interface PostgresMember extends AsyncDisposable {
  readonly name: MemberName
  /** What the present process works with. */
  process(): TestMember
  exchange(): Exchanging
  /** The process ends; what it kept outside the database stays. */
  end(): Promise<void>
  /** A new process begins, on this database. */
  begin(databaseUrl: string): Promise<void>
  /** The machine's clock begins anew with the next process. */
  reboot(): void
}

const REFERENCE = loadReference()

export function createPostgresMember(name: MemberName, hub: HubPort, time: StageTime): PostgresMember {
  const highWater = createHighWaterMemory()
  let boots = 1
  let running: { readonly process: TestMember; readonly exchange: Exchanging } | undefined

  function newLease(): LeaseKeeper {
    const boot = `boot ${boots}`
    return createLeaseKeeper({ boot, now: () => time.uptime }, LAW, NO_LEASE)
  }
  function current() {
    if (!running) throw new Error(`${name} does not run`)
    return running
  }
  const member: PostgresMember = {
    name,
    process: () => current().process,
    exchange: () => current().exchange,
    async end() {
      await running?.process[Symbol.asyncDispose]()
      running = undefined
    },
    async begin(databaseUrl) {
      const server = { name, governments: HOSTED[name], reference: REFERENCE, now: time.now, ownLease: newLease() }
      const process = await openTestMember({ ...server, databaseUrl })
      running = { process, exchange: exchangingWith(hub, process, highWater) }
      await running.exchange.start()
    },
    reboot() {
      boots += 1
    },
    [Symbol.asyncDispose]: () => member.end(),
  }
  return member
}
