import { readFileSync } from 'node:fs'
import { contractText } from '@lawang/schema/contract-text'
import { contractVersion } from '@lawang/schema/contract-version'
import { mergeContracts } from '@lawang/schema/merge-contracts'
import { type Contract, contractsOf, type GovernmentTier } from '@lawang/schema/tier'

function readFile(name: string): string {
  return readFileSync(new URL(import.meta.resolve(`@lawang/schema/contracts/${name}`)), 'utf8')
}

/** The text of one contract, read from its files. */
export function readContract(contract: Contract): string {
  return contractText(contract, readFile)
}

/** Names the contracts that this code speaks. */
export function servedContractVersion(): string {
  return contractVersion(readFile)
}

/** The contracts that a member of a tier serves, as one Federation 2 document: what `_service` answers. */
export function serviceText(tier: GovernmentTier): string {
  return mergeContracts(contractsOf(tier).map(readContract))
}
