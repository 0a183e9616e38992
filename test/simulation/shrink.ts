import { run } from './run.ts'
import type { Entry, Scenario } from './scenario.ts'
import type { Invariant } from './violation.ts'

/**
 * Leaves out of a failing scenario whatever it does not need to fail: entries of the script, in ever smaller pieces, and
 * the network's bad habits. What is left breaks the same invariant. `until` is a deadline on the wall clock.
 */
export function shrink(scenario: Scenario, invariant: Invariant, until: number): Scenario {
  const fails = (candidate: Scenario) => Date.now() < until && run(candidate).violation?.invariant === invariant
  const calm = calmest(scenario, fails)
  const script = fewest(calm.script, (entries) => fails({ ...calm, script: entries }))
  return calmest({ ...calm, script }, fails)
}

function calmest(scenario: Scenario, fails: (candidate: Scenario) => boolean): Scenario {
  let calm = scenario
  for (const habit of ['drop', 'duplicate', 'slow'] as const) {
    const candidate = { ...calm, network: { ...calm.network, [habit]: 0 } }
    if (fails(candidate)) calm = candidate
  }
  return calm
}

/** Delta debugging: leaves out pieces of half, a quarter, ... down to single entries, as long as it goes on failing. */
function fewest(script: readonly Entry[], fails: (script: readonly Entry[]) => boolean): readonly Entry[] {
  let kept = script
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < kept.length; ) {
      const candidate = [...kept.slice(0, from), ...kept.slice(from + size)]
      if (fails(candidate)) kept = candidate
      else from += size
    }
  }
  return kept
}
