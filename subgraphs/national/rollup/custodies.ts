import type { Chain } from '@lawang/schema/exchange/chain'
import type { ChainEvent } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'

/** What one government did with a complaint, from when it came into its hands until it left them. */
export interface Custody {
  readonly government: GovernmentCode
  /** The FILED or HANDED_OVER event that it begins with, and all up to the next HANDED_OVER. */
  readonly events: Chain
  /** How many events of the chain there are up to and with the last of this custody. */
  readonly length: number
  /** The HANDED_OVER event of the next government; absent for who has it now, or had it last. */
  readonly next: ChainEvent | undefined
}

/** The custodies of a chain, in order. */
export function custodiesOf(chain: Chain): readonly Custody[] {
  const starts = chain.flatMap(({ type }, i) => (i === 0 || type === 'HANDED_OVER' ? [i] : []))
  return starts.map((start, i) => {
    const length = starts[i + 1] ?? chain.length
    const events = chain.slice(start, length)
    return { government: chain[start]?.by ?? '', events, length, next: chain[length] }
  })
}
