import { Refusal } from '@lawang/schema/errors'
import type { MemberEntry } from '@lawang/schema/network'
import type { RoutedSchema } from '@lawang/schema/routed'
import { CONTRACTS, type Contract, contractsOf, tierOfContract } from '@lawang/schema/tier'
import type { Availability } from './availability.ts'
import { jurisdictionOf, malformedJurisdiction } from './jurisdiction.ts'
import type { Endpoint, Placement, Router } from './router.ts'

/** Of what every member answers, so many are tried. */
const MOST_TRIES = 3

/**
 * Routes by jurisdiction over the members of a registry: a subgraph's name is a contract's. `isDown` says which of the
 * processes that stream are left out of their turns.
 */
export function jurisdictionRouter(
  members: readonly MemberEntry[],
  routed: RoutedSchema,
  availability: Availability,
  isDown: (streamUrl: string) => boolean = () => false,
): Router {
  const byContract = new Map<string, ContractMembers>(
    CONTRACTS.map((contract) => [contract, membersOf(contract, members)]),
  )
  const of = (contract: string): ContractMembers => {
    const known = byContract.get(contract)
    if (!known) throw new Error(`${contract} is no contract`)
    return known
  }
  let turn = 0
  let streamTurn = 0
  return {
    routedArgument(field) {
      const by = routed.fields.get(field)
      return by === undefined ? undefined : { by, merge: routed.merged.get(field) }
    },
    routedKey: (typeName) => routed.entities.get(typeName),
    place(contract, value) {
      return place(of(contract), value)
    },
    anyOf(contract) {
      const { endpoints } = of(contract)
      // members take turns, so that what any of them answers is no one member's load
      turn = (turn + 1) % Math.max(1, endpoints.length)
      return availability.choose(endpoints, turn, MOST_TRIES)
    },
    streamOf({ url, streams = [] }) {
      streamTurn += 1
      const all = [url, ...streams]
      const up = all.filter((each) => !isDown(each))
      const among = up.length > 0 ? up : all
      return among[streamTurn % among.length] ?? url
    },
  }
}

function streamsOf({ streams = [] }: MemberEntry): readonly string[] {
  return streams.map((url) => `${url}/graphql`)
}

interface ContractMembers {
  readonly contract: Contract
  readonly endpoints: readonly Endpoint[]
  readonly byGovernment: ReadonlyMap<string, Endpoint>
}

function membersOf(contract: Contract, members: readonly MemberEntry[]): ContractMembers {
  const serving = members.filter((member) => contractsOf(member.tier).includes(contract))
  const byGovernment = new Map<string, Endpoint>()
  const endpoints = serving.map((member) => {
    const [only, ...others] = member.governments
    const region = others.length === 0 ? only : undefined
    const endpoint: Endpoint = { name: member.name, url: `${member.url}/graphql`, region, streams: streamsOf(member) }
    for (const government of member.governments) byGovernment.set(government, endpoint)
    return endpoint
  })
  return { contract, endpoints, byGovernment }
}

function place(members: ContractMembers, value: unknown): Placement {
  const jurisdiction = jurisdictionOf(value, tierOfContract(members.contract))
  switch (jurisdiction.kind) {
    case 'malformed':
      return { kind: 'refused', refusal: malformedJurisdiction() }
    case 'nowhere':
      return jurisdiction
    case 'government': {
      const { government } = jurisdiction
      const endpoint = members.byGovernment.get(government)
      if (endpoint) return { kind: 'endpoint', endpoint, region: government }
      return { kind: 'refused', refusal: new Refusal('UNKNOWN_JURISDICTION', undefined, { region: government }) }
    }
  }
}
