import { runCampaign } from './campaign.ts'
import { HABITS_BY_NAME } from './habits.ts'
import { MUTATIONS } from './mutations.ts'

/** Runs worlds under the mutation that is loaded, until a violation or for `process.argv[2]` seconds; prints JSON. */
const mutation = MUTATIONS.find(({ name }) => name === process.env.LAWANG_MUTATION)
const seconds = Number(process.argv[2] ?? 300)
const seed = Number(process.argv[3] ?? 1)
const { totals, failure } = runCampaign({
  seed,
  members: 7,
  habits: HABITS_BY_NAME[mutation?.habits ?? 'HABITS'],
  grants: Number.POSITIVE_INFINITY,
  until: Date.now() + seconds * 1000,
})
const found = failure?.violation.message.split('\n')[0]
console.log(JSON.stringify({ worlds: totals.worlds, grants: totals.grants, found, seed: failure?.scenario.seed }))
