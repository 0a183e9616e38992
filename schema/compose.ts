import { composeServices } from '@theguild/federation-composition'
import { parse } from 'graphql'
import { CONTRACTS, type Contract } from './tier.ts'

/** The files in `contracts/` that each contract is made of, in the order in which they are joined. */
export const CONTRACT_FILES: Readonly<Record<Contract, readonly string[]>> = {
  complaints: ['shared.graphql', 'reference.graphql', 'complaints.graphql'],
  agencies: ['shared.graphql', 'reference.graphql', 'agencies.graphql'],
  national: ['shared.graphql', 'reference.graphql', 'national.graphql'],
  provincial: ['shared.graphql', 'provincial.graphql'],
  regency: ['shared.graphql', 'regency.graphql'],
}

/** A contract's text, from the texts of its files. */
export function contractText(contract: Contract, readFile: (name: string) => string): string {
  return CONTRACT_FILES[contract].map(readFile).join('\n')
}

/**
 * Composes the five contracts to the supergraph's text. The url of a contract's subgraph is `lawang:<contract>`:
 * no server has it, jurisdiction says who answers. Throws with every composition error.
 */
export function composeContracts(readFile: (name: string) => string): string {
  const result = composeServices(
    CONTRACTS.map((name) => ({ name, url: `lawang:${name}`, typeDefs: parse(contractText(name, readFile)) })),
  )
  if (result.errors?.length || !result.supergraphSdl) {
    throw new Error(`The contracts do not compose:\n${result.errors?.map((error) => error.message).join('\n')}`)
  }
  return `${result.supergraphSdl.trimEnd()}\n`
}
