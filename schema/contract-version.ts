import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { contractText } from './contract-text.ts'
import { CONTRACTS } from './tier.ts'

/** Names the contracts as a whole by their text: two servers with the same version speak the same law. */
export function contractVersion(readFile: (name: string) => string): string {
  const law = CONTRACTS.map((contract) => contractText(contract, readFile)).join('\n')
  return bytesToHex(sha256(utf8ToBytes(law))).slice(0, 12)
}
