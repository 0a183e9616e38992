import type { ChainEvent } from '@lawang/schema/exchange/messages'
import type { AcceptedHandover, Ledger } from './ledger.ts'
import type { Snapshot } from './snapshot.ts'
import type { Violation } from './violation.ts'

/** Whether each handover that an officer was told is under way is written in the complaint's chain. */
export function checkHandovers(snapshot: Snapshot, accepted: readonly AcceptedHandover[]): readonly Violation[] {
  const byGiver = Map.groupBy(accepted, ({ complaint, from }) => `${complaint} ${from}`)
  return [...byGiver.values()].flatMap((handovers): readonly Violation[] => {
    const [first] = handovers
    if (!first) return []
    const { complaint, from } = first
    const chain = snapshot.hubChains.get(complaint) ?? []
    const written = chain.filter(({ type, by }) => type === 'HANDOVER_REQUESTED' && by === from)
    if (handovers.length <= written.length) return []
    return [{ rule: 'HANDOVER LOST', text: `${complaint}: ${handovers.length} of ${from} accepted, ${told(chain)}` }]
  })
}

function told(chain: readonly ChainEvent[]): string {
  return chain.map(({ type, by }) => `${type} by ${by}`).join(', ')
}

/** What clients were refused although nothing was down. */
export function checkIntake({ refusedIntake }: Ledger): readonly Violation[] {
  return refusedIntake.map((text) => ({ rule: 'REFUSED INTAKE', text }))
}
