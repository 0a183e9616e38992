import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Failure, runCampaign, type Totals } from './campaign.ts'
import { HABITS_BY_NAME, isHabitsName } from './habits.ts'
import { run } from './run.ts'
import type { Scenario } from './scenario.ts'
import { shrink } from './shrink.ts'
import { traceOf } from './trace.ts'

/**
 * `simulate.ts [--grants N] [--seed S] [--members M]` runs random worlds until N grants, and ends at the first violation
 * (`--habits`: what kind of worlds) with a shrunk scenario and its trace. `simulate.ts --replay FILE` runs the scenario that such an end has printed.
 */
const { values } = parseArgs({
  options: {
    grants: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    members: { type: 'string', default: '7' },
    habits: { type: 'string', default: 'HABITS' },
    replay: { type: 'string' },
  },
})

const SHRINKING = 120_000
const MINUTE = 60_000
const began = Date.now()

function line(totals: Totals): string {
  const seconds = (Date.now() - began) / 1000
  const { grants, worlds, seizures, regrants, memberRestores, hubRestores, events } = totals
  return (
    `${grants} grants in ${worlds} worlds (${seizures} seizures, ${regrants} anew), ${events} events, ` +
    `${memberRestores} member and ${hubRestores} hub restores, ${seconds.toFixed(0)} s, ${Math.round(grants / seconds)}/s`
  )
}

/** On a terminal one line that changes; elsewhere a line a minute. */
function showProgress(): (totals: Totals) => void {
  if (process.stderr.isTTY) return (totals) => process.stderr.write(`\r${line(totals)} `)
  let next = began + MINUTE
  return (totals) => {
    if (Date.now() < next) return
    next += MINUTE
    console.error(line(totals))
  }
}

function report({ scenario, violation }: Failure): void {
  console.error(`\nseed ${scenario.seed}: ${violation.message}\nshrinking ...`)
  const shrunk = shrink(scenario, violation.invariant, Date.now() + SHRINKING)
  const found = run(shrunk).violation ?? violation
  console.error(traceOf(shrunk, found.complaint).join('\n'))
  console.error(
    `${found.message}\n${shrunk.script.length} of ${scenario.script.length} entries are left. Replay this with --replay:`,
  )
  console.log(JSON.stringify(shrunk))
}

if (!isHabitsName(values.habits)) throw new Error(`--habits is one of ${Object.keys(HABITS_BY_NAME).join(', ')}`)
if (values.replay === undefined) {
  const { totals, failure } = runCampaign({
    seed: Number(values.seed),
    members: Number(values.members),
    habits: HABITS_BY_NAME[values.habits],
    grants: Number(values.grants),
    progress: showProgress(),
  })
  if (failure) report(failure)
  console.error(`\n${line(totals)}: ${failure ? 'VIOLATED' : '0 violations'}`)
  process.exitCode = failure ? 1 : 0
} else {
  const scenario: Scenario = JSON.parse(readFileSync(values.replay, 'utf8'))
  const { violation } = run(scenario)
  console.error(traceOf(scenario, violation?.complaint).join('\n'))
  console.error(violation?.message ?? '0 violations')
  process.exitCode = violation ? 1 : 0
}
