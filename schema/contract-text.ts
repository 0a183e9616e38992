import type { Contract } from './tier.ts'

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
