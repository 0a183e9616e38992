import type { ReconciliationReport } from '../reconcile/reconciliation.ts'
import type { HubFault } from './hub.ts'

/** Tells the operators, as one line on stderr, what has befallen the hub. */
export function tellFault(fault: HubFault): void {
  console.error(JSON.stringify({ level: 'error', msg: sentenceOf(fault) }))
}

function sentenceOf(fault: HubFault): string {
  if (fault.kind === 'BROKEN_LOG') return `The hub does not read on in the log of ${fault.member}: ${fault.rule}`
  const found = fault.by === undefined ? 'at its start' : `by what ${fault.by} has of it`
  return `The hub's database is a restored backup, found ${found}: it recovers as incarnation ${fault.incarnation}`
}

/**
 * Tells of the faults of what the hub does by itself: one line when a fault appears or changes, and one when it is over.
 * Messages are left out, because they can quote what people wrote.
 */
export function createUnrestReport(what: string, write: (line: string) => void): (fault: unknown) => void {
  let last: string | undefined
  return (fault) => {
    const name = fault === undefined ? undefined : nameOf(fault)
    if (name === last) return
    last = name
    const msg = name === undefined ? `The hub can ${what} again` : `The hub cannot ${what}: ${name}`
    write(JSON.stringify({ level: name === undefined ? 'info' : 'error', msg }))
  }
}

/** Tells the operators that copies differ; which ones the watch lists. */
export function tellDifferences({ round, copies, differences }: ReconciliationReport): void {
  if (differences.length === 0) return
  const msg = `Reconciliation ${round} has compared ${copies} copies, and ${differences.length} differ: see brokenChains`
  console.error(JSON.stringify({ level: 'error', msg }))
}

function nameOf(fault: unknown): string {
  if (!(fault instanceof Error)) return 'a fault without a name'
  return 'code' in fault && typeof fault.code === 'string' ? `${fault.name} (${fault.code})` : fault.name
}
