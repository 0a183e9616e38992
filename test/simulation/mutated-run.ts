import { type Failure, runCampaign } from './campaign.ts'
import { HABITS_BY_NAME } from './habits.ts'
import { MUTATIONS } from './mutations.ts'
import { run } from './run.ts'
import type { Scenario } from './scenario.ts'

/** Runs worlds under the mutation that is loaded, until a violation or for `process.argv[2]` seconds; prints JSON. */
const mutation = MUTATIONS.find(({ name }) => name === process.env.LAWANG_MUTATION)
const seconds = Number(process.argv[2] ?? 300)

function runKnown(scenario: Scenario): {
  readonly worlds: number
  readonly grants: number
  readonly failure?: Failure
} {
  const { violation, figures } = run(scenario)
  return { worlds: 1, grants: figures.grants, ...(violation ? { failure: { scenario, violation } } : {}) }
}

function runRandom(): { readonly worlds: number; readonly grants: number; readonly failure?: Failure } {
  const habits = HABITS_BY_NAME[mutation?.habits ?? 'HABITS']
  const until = Date.now() + seconds * 1000
  const { totals, failure } = runCampaign({ seed: 1, members: 7, habits, grants: Number.POSITIVE_INFINITY, until })
  return { worlds: totals.worlds, grants: totals.grants, ...(failure ? { failure } : {}) }
}

const { worlds, grants, failure } = mutation?.scenario ? runKnown(mutation.scenario) : runRandom()
const found = failure?.violation.message.split('\n')[0]
console.log(JSON.stringify({ worlds, grants, found, seed: failure?.scenario.seed }))
