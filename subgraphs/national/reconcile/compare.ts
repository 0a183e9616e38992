import type { CopyRow } from '@lawang/schema/exchange/copies'
import type { GovernmentCode } from '@lawang/schema/region'
import type { ChainFault } from '../ports.ts'

/** A row of the register, as short as a copy. */
export interface RegisteredCopy {
  readonly complaint: string
  readonly door: GovernmentCode
  readonly holder: GovernmentCode
  readonly epoch: number
  readonly length: number
  readonly tip: string
}

/**
 * Where a copy and the register differ, when each has read all that the other has written. The holder has the register's
 * epoch and chain; the door shows the same of whoever holds it; any other former holder has an extract of its own time,
 * which `strayExtracts` looks for.
 */
export function faultOf(copy: CopyRow, registered: RegisteredCopy | undefined): ChainFault | undefined {
  if (!registered) return 'CUSTODY_DIFFERS'
  const { holder, door, epoch, length, tip } = registered
  const isAccountable = copy.state !== 'RELEASED'
  if (isAccountable !== (copy.government === holder)) return 'CUSTODY_DIFFERS'
  if (copy.government !== holder && copy.government !== door) return undefined
  if (copy.epoch !== epoch) return 'CUSTODY_DIFFERS'
  return copy.length === length && copy.tip === tip ? undefined : 'CHAIN_DIFFERS'
}
