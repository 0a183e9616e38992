import type { Law } from '@lawang/schema/exchange/law'
import type { GovernmentCode } from '@lawang/schema/region'
import { Agenda } from './agenda.ts'
import { HOUR } from './clock.ts'
import { type Country, smallCountry } from './country.ts'
import { HubServer } from './hub-server.ts'
import { MemberServer } from './member-server.ts'
import { type Fate, habitualFate, type Network, SimulatedNetwork } from './network.ts'
import { Observer } from './observer.ts'
import type { Scenario } from './scenario.ts'
import type { SimulatedParty } from './topology.ts'
import { Whereabouts } from './whereabouts.ts'

/** What the parts of a simulated network share. */
export interface World {
  readonly scenario: Scenario
  readonly law: Law
  readonly agenda: Agenda
  readonly network: Network
  readonly parties: readonly SimulatedParty[]
  readonly memberOf: ReadonlyMap<GovernmentCode, string>
  readonly receivers: readonly GovernmentCode[]
  readonly observer: Observer
  readonly hub: HubServer
  readonly members: readonly MemberServer[]
  readonly whereabouts: Whereabouts
}

const CALM = { drop: 0, duplicate: 0, slow: 0, slowest: 0, usual: 0.1 * HOUR }

/** Builds the network of a scenario, with every server up and nothing done yet. */
export function createWorld(scenario: Scenario, fate?: Fate, country = smallCountry(scenario.members)): World {
  const agenda = new Agenda()
  const calm = habitualFate(scenario.seed, CALM)
  const network = new SimulatedNetwork(agenda, fate ?? habitualFate(scenario.seed, scenario.network), calm)
  return assembleWorld(scenario, country, agenda, network)
}

/** The servers of a country on a network, with everything in it watched. */
export function assembleWorld(scenario: Scenario, country: Country, agenda: Agenda, network: Network): World {
  const { parties, receivers, law } = country
  const memberOf = new Map(parties.flatMap(({ name, governments }) => governments.map((code) => [code, name] as const)))
  const observer = new Observer(agenda)
  const setting = {
    scenario,
    law: { ...law, drift: scenario.drift },
    pages: country,
    agenda,
    network,
    parties,
    memberOf,
    observer,
  }
  const hub = new HubServer(setting)
  const members = parties.map((party) => new MemberServer({ ...setting, hub, receivers }, party))
  const world: World = { ...setting, receivers, hub, members, whereabouts: new Whereabouts(members) }
  observer.watch(world)
  return world
}
