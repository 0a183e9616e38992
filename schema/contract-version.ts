import { contractText } from './contract-text.ts'
import { sha256Hex } from './digest.ts'
import { CONTRACTS } from './tier.ts'

/** Names the contracts as a whole by their text: two servers with the same version speak the same law. */
export function contractVersion(readFile: (name: string) => string): string {
  const law = CONTRACTS.map((contract) => contractText(contract, readFile)).join('\n')
  return sha256Hex(law).slice(0, 12)
}
