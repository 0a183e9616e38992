import type { ChainEvent } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import type { Databases } from './databases.ts'
import { HUB } from './rig.ts'

export interface CustodyRow {
  readonly complaint: string
  readonly government: GovernmentCode
  readonly state: 'HOLDING' | 'OFFERING' | 'RELEASED' | 'CLOSED'
  readonly epoch: number
}

export interface RegisterRow {
  readonly complaint: string
  readonly door: GovernmentCode
  readonly holder: GovernmentCode
  readonly epoch: number
}

export interface OpenCase {
  readonly complaint: string
  readonly government: GovernmentCode
  readonly epoch: number
}

/** Everything that all databases have of some complaints, by complaint. Read at rest: it is no snapshot otherwise. */
export interface Snapshot {
  readonly register: ReadonlyMap<string, RegisterRow>
  readonly custody: ReadonlyMap<string, readonly CustodyRow[]>
  readonly cases: ReadonlyMap<string, readonly OpenCase[]>
  /** The members' copies of chains, by complaint and then government. */
  readonly chains: ReadonlyMap<string, ReadonlyMap<GovernmentCode, readonly ChainEvent[]>>
  readonly hubChains: ReadonlyMap<string, readonly ChainEvent[]>
  /** Ids of events beside the chains, wherever they are, by complaint. */
  readonly annex: ReadonlyMap<string, ReadonlySet<string>>
}

export async function readSnapshot(databases: Databases, complaints: readonly string[]): Promise<Snapshot> {
  const everywhere = async <Row extends object>(text: string): Promise<readonly Row[]> =>
    (await Promise.all(databases.members.map((member) => databases.of(member)<Row>(text, [complaints])))).flat()
  const atHub = databases.of(HUB)

  const register = await atHub<RegisterRow>(
    'SELECT complaint, door, holder, epoch::float8 AS epoch FROM hub.register WHERE complaint = ANY($1)',
    [complaints],
  )
  const custody = await everywhere<CustodyRow>(
    'SELECT complaint, government, state, epoch::float8 AS epoch FROM custody WHERE complaint = ANY($1)',
  )
  const cases = await everywhere<OpenCase>(
    `SELECT complaint, government, epoch::float8 AS epoch FROM case_file
     WHERE complaint = ANY($1) AND status NOT IN ('HANDED_OVER', 'ARCHIVED', 'CLOSED')`,
  )
  const events = await everywhere<{ government: GovernmentCode; event: ChainEvent }>(
    'SELECT government, event FROM chain_event WHERE complaint = ANY($1) ORDER BY complaint, government, seq',
  )
  const hubEvents = await atHub<{ event: ChainEvent }>(
    'SELECT event FROM hub.chain_event WHERE complaint = ANY($1) ORDER BY complaint, seq',
    [complaints],
  )
  const beside = [
    ...(await everywhere<Beside>('SELECT complaint, id FROM annex_event WHERE complaint = ANY($1)')),
    ...(await atHub<Beside>('SELECT complaint, id FROM hub.annex_event WHERE complaint = ANY($1)', [complaints])),
  ]
  const ofComplaint = Map.groupBy(events, ({ event }) => event.complaint)
  return {
    register: new Map(register.map((row) => [row.complaint, row])),
    custody: Map.groupBy(custody, ({ complaint }) => complaint),
    cases: Map.groupBy(cases, ({ complaint }) => complaint),
    chains: new Map([...ofComplaint].map(([complaint, rows]) => [complaint, byGovernment(rows)])),
    hubChains: Map.groupBy(
      hubEvents.map(({ event }) => event),
      ({ complaint }) => complaint,
    ),
    annex: new Map(
      [...Map.groupBy(beside, ({ complaint }) => complaint)].map(([complaint, rows]) => [
        complaint,
        new Set(rows.map(({ id }) => id)),
      ]),
    ),
  }
}

interface Beside {
  readonly complaint: string
  readonly id: string
}

function byGovernment(rows: readonly { government: GovernmentCode; event: ChainEvent }[]) {
  const grouped = Map.groupBy(rows, ({ government }) => government)
  return new Map([...grouped].map(([government, own]) => [government, own.map(({ event }) => event)]))
}
