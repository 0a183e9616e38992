import { generate } from './generate.ts'
import type { Habits } from './habits.ts'
import type { Figures } from './observer.ts'
import { run } from './run.ts'
import type { Scenario } from './scenario.ts'
import type { Violation } from './violation.ts'

export interface Totals extends Figures {
  worlds: number
  events: number
  destroyed: number
  messages: number
}

export interface Failure {
  readonly scenario: Scenario
  readonly violation: Violation
}

export interface Campaign {
  readonly seed: number
  readonly members: number
  readonly habits: Habits
  /** Goes on until this many grants. */
  readonly grants: number
  /** Or until this moment of the wall clock. */
  readonly until?: number
  readonly progress?: (totals: Totals) => void
}

/** Runs one world after the other, each from the next seed, and stops at the first violation. */
export function runCampaign({ seed, members, habits, grants, until, progress }: Campaign): {
  readonly totals: Totals
  readonly failure?: Failure
} {
  const totals = emptyTotals()
  for (let world = seed; totals.grants < grants; world++) {
    if (until !== undefined && Date.now() > until) break
    const scenario = generate(world, members, habits)
    const { violation, figures, events, destroyed, messages } = run(scenario)
    add(totals, { ...figures, worlds: 1, events, destroyed, messages })
    if (violation) return { totals, failure: { scenario, violation } }
    progress?.(totals)
  }
  return { totals }
}

export function emptyTotals(): Totals {
  return {
    worlds: 0,
    grants: 0,
    seizures: 0,
    regrants: 0,
    withdrawals: 0,
    memberRestores: 0,
    hubRestores: 0,
    events: 0,
    destroyed: 0,
    messages: 0,
  }
}

function add(totals: Totals, more: Totals): void {
  totals.worlds += more.worlds
  totals.grants += more.grants
  totals.seizures += more.seizures
  totals.regrants += more.regrants
  totals.withdrawals += more.withdrawals
  totals.memberRestores += more.memberRestores
  totals.hubRestores += more.hubRestores
  totals.events += more.events
  totals.destroyed += more.destroyed
  totals.messages += more.messages
}
