import { LAW, type Law } from '@lawang/schema/exchange/law'
import type { GovernmentCode } from '@lawang/schema/region'
import { Agenda } from './agenda.ts'
import { DAY, HOUR } from './clock.ts'
import { HubServer } from './hub-server.ts'
import { MemberServer } from './member-server.ts'
import { type Fate, habitualFate, SimulatedNetwork } from './network.ts'
import { Observer } from './observer.ts'
import type { Scenario } from './scenario.ts'
import { receivers, type SimulatedParty, topology } from './topology.ts'

/** The protocol's durations in a smaller world: its members ask every few hours, not every few seconds. */
export const SIMULATED_LAW: Law = {
  ...LAW,
  lease: { URGENT: 24 * HOUR, NORMAL: 5 * DAY },
  contactWindow: HOUR,
  actMargin: HOUR,
  reportPage: 2,
}

/** What the parts of a simulated network share. */
export interface World {
  readonly scenario: Scenario
  readonly law: Law
  readonly agenda: Agenda
  readonly network: SimulatedNetwork
  readonly parties: readonly SimulatedParty[]
  readonly memberOf: ReadonlyMap<GovernmentCode, string>
  readonly receivers: readonly GovernmentCode[]
  readonly observer: Observer
  readonly hub: HubServer
  readonly members: readonly MemberServer[]
}

const CALM = { drop: 0, duplicate: 0, slow: 0, slowest: 0, usual: 0.1 * HOUR }

/** Builds the network of a scenario, with every server up and nothing done yet. */
export function createWorld(scenario: Scenario, fate?: Fate): World {
  const agenda = new Agenda()
  const parties = topology(scenario.members)
  const calm = habitualFate(scenario.seed, CALM)
  const network = new SimulatedNetwork(agenda, fate ?? habitualFate(scenario.seed, scenario.network), calm)
  const memberOf = new Map(parties.flatMap(({ name, governments }) => governments.map((code) => [code, name] as const)))
  const observer = new Observer(agenda)
  const setting = {
    scenario,
    law: { ...SIMULATED_LAW, drift: scenario.drift },
    agenda,
    network,
    parties,
    memberOf,
    observer,
  }
  const hub = new HubServer(setting)
  const members = parties.map((party) => new MemberServer({ ...setting, hub, receivers: receivers(parties) }, party))
  const world: World = { ...setting, receivers: receivers(parties), hub, members }
  observer.watch(world)
  return world
}
