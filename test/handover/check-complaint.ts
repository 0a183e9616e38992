import { brokenAt } from '@lawang/schema/exchange/chain'
import type { ChainEvent } from '@lawang/schema/exchange/messages'
import type { RegisterRow, Snapshot } from './snapshot.ts'
import type { Violation } from './violation.ts'

/** What has to be true of one complaint when everything is at rest. */
export function checkComplaint(snapshot: Snapshot, complaint: string): readonly Violation[] {
  const register = snapshot.register.get(complaint)
  if (!register) return [{ rule: 'LOST', text: `${complaint} is not in the register` }]
  return [
    ...checkHolder(snapshot, register),
    ...checkCases(snapshot, register),
    ...checkChains(snapshot, register),
    ...checkEpochs(snapshot.hubChains.get(complaint) ?? [], register),
  ]
}

/**
 * Exactly one government is accountable, and it is the one that the register names, at the same epoch. At rest no
 * handover waits: who still offers would wait for ever.
 */
function checkHolder({ custody }: Snapshot, { complaint, holder, epoch }: RegisterRow): readonly Violation[] {
  const accountable = (custody.get(complaint) ?? []).filter(({ state }) => state !== 'RELEASED')
  const [first, ...others] = accountable
  const told = accountable.map((row) => `${row.government}@${row.epoch} ${row.state}`).join(' and ')
  if (others.length > 0) return [{ rule: 'TWO HOLDERS', text: `${complaint}: ${told}` }]
  if (!first) return [{ rule: 'HOLDER', text: `${complaint} is with nobody, the register says ${holder}@${epoch}` }]
  if (first.state === 'OFFERING') {
    return [{ rule: 'FROZEN', text: `${complaint}: ${told} may not act, and nobody is looked for any more` }]
  }
  if (first.government === holder && first.epoch === epoch) return []
  return [{ rule: 'HOLDER', text: `${complaint} is with ${told}, the register says ${holder}@${epoch}` }]
}

/** At most one government works on it, and that is its holder. */
function checkCases({ cases }: Snapshot, { complaint, holder }: RegisterRow): readonly Violation[] {
  const open = cases.get(complaint) ?? []
  const foreign = open.filter(({ government }) => government !== holder)
  const told = open.map(({ government, epoch }) => `${government}@${epoch}`).join(' and ')
  if (open.length > 1) return [{ rule: 'TWO CASES', text: `${complaint} is open at ${told}` }]
  if (foreign.length > 0) return [{ rule: 'TWO CASES', text: `${complaint} is open at ${told} and held by ${holder}` }]
  return []
}

/**
 * The hub's chain is whole, holder and door have the same one, and what a former holder has is the beginning of it.
 */
function checkChains({ chains, hubChains }: Snapshot, { complaint, holder, door }: RegisterRow): readonly Violation[] {
  const canonical = hubChains.get(complaint) ?? []
  const broken = brokenAt(canonical)
  if (broken !== undefined || canonical.length === 0) {
    return [{ rule: 'CHAIN', text: `${complaint}: the hub's chain is broken at ${broken ?? 'its beginning'}` }]
  }
  const violations: Violation[] = []
  const copies = chains.get(complaint) ?? new Map<string, readonly ChainEvent[]>()
  for (const current of new Set([holder, door])) {
    const length = copies.get(current)?.length ?? 0
    if (length !== canonical.length) {
      const who = current === holder ? 'holder' : 'door'
      violations.push({
        rule: 'CHAIN',
        text: `${complaint}: the ${who} ${current} has ${length} of ${canonical.length} events`,
      })
    }
  }
  for (const [government, copy] of copies) {
    const fork = copy.findIndex((event, i) => event.hash !== canonical[i]?.hash)
    if (fork >= 0) violations.push({ rule: 'CHAIN', text: `${complaint}: ${government} differs from event ${fork} on` })
  }
  return violations
}

/** Each epoch is taken once, and the last one taken is the register's. */
function checkEpochs(chain: readonly ChainEvent[], { complaint, epoch }: RegisterRow): readonly Violation[] {
  const taken = chain.filter(({ type }) => type === 'FILED' || type === 'HANDED_OVER').map((event) => event.epoch)
  const doubled = taken.find((value, i) => taken.indexOf(value) !== i)
  if (doubled !== undefined) return [{ rule: 'CHAIN', text: `${complaint}: epoch ${doubled} was taken twice` }]
  const last = Math.max(...chain.map((event) => event.epoch))
  if (last === epoch) return []
  return [{ rule: 'HOLDER', text: `${complaint}: the register says epoch ${epoch}, its chain ${last}` }]
}
