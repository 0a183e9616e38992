import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { MUTATIONS } from './mutations.ts'

/**
 * `mutation-report.ts [--seconds N] [--only TEXT]` switches off one rule of the protocol after the other and lets the
 * simulation look for a violation. A rule that nobody misses within N seconds makes the report fail: either the
 * simulation is too weak, or the rule is not needed.
 */
const { values } = parseArgs({ options: { seconds: { type: 'string', default: '300' }, only: { type: 'string' } } })

const hook = fileURLToPath(new URL('mutate.ts', import.meta.url))
const runner = fileURLToPath(new URL('mutated-run.ts', import.meta.url))

interface Result {
  readonly worlds: number
  readonly grants: number
  readonly found?: string
  readonly seed?: number
}

function runMutated(name: string): Result {
  const output = execFileSync(process.execPath, ['--import', hook, runner, values.seconds], {
    env: { ...process.env, LAWANG_MUTATION: name },
    encoding: 'utf8',
  })
  const result: Result = JSON.parse(output)
  return result
}

const chosen = MUTATIONS.filter((mutation) => mutation.name.includes(values.only ?? ''))
if (chosen.length === 0) throw new Error(`No rule's name has "${values.only}" in it.`)
let missed = 0
for (const { name } of chosen) {
  const began = Date.now()
  const { found, seed, worlds, grants } = runMutated(name)
  if (found === undefined) missed += 1
  const verdict = found === undefined ? 'NOT CAUGHT' : 'caught'
  const where = found === undefined ? '' : `: ${found}, seed ${seed}`
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  console.log(`${verdict.padEnd(10)} ${seconds.padStart(6)} s ${worlds} worlds, ${grants} grants  ${name}${where}`)
}
console.log(missed === 0 ? 'Every rule that was switched off was missed.' : `${missed} not caught.`)
process.exitCode = missed === 0 ? 0 : 1
