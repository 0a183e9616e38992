import { composeServices } from '@theguild/federation-composition'
import { parse } from 'graphql'
import { contractText } from './contract-text.ts'
import { CONTRACTS } from './tier.ts'

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
