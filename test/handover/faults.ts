import { parseArgs } from 'node:util'
import { type Outcome, type Progress, runCampaign } from './campaign.ts'
import { allowsNamespaces } from './namespace-link.ts'
import type { Phase } from './phase.ts'
import type { Lines } from './rig.ts'
import { describeViolations } from './violation.ts'

/**
 * `faults.ts [--kill] [--cut] [--restore N] [--handovers N] [--every SECONDS] [--filers N] [--hands N] [--seed S]
 * [--lines namespaces|proxies]`: real processes on a PostgreSQL of their own, disturbed while complaints move. Lines are cut in network
 * namespaces where the machine allows them, and else by proxies in this process. Exits with 1 and a report when a rule does not hold.
 */
const { values } = parseArgs({
  options: {
    kill: { type: 'boolean', default: false },
    cut: { type: 'boolean', default: false },
    restore: { type: 'string' },
    handovers: { type: 'string' },
    every: { type: 'string', default: '2' },
    filers: { type: 'string', default: '12' },
    hands: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
    lines: { type: 'string' },
  },
})

const LONGEST_CUT_MS = 15_000
const BACKUP_AGE_MS = 3_000
const PACE_AT_RESTORES_MS = 300
const TELL_EVERY_MS = 5_000
const began = performance.now()

/** Kills and cuts together, then restores: a disk that is lost takes along what only it has. */
function readPhases(): readonly Phase[] {
  const every = Number(values.every) * 1_000
  const shared = { seed: Number(values.seed), filers: Number(values.filers), hands: Number(values.hands) }
  const moving: Phase = {
    ...shared,
    handovers: Number(values.handovers ?? 1_000),
    pace: 0,
    faults: {
      ...(values.kill && { kills: { every, most: Number.POSITIVE_INFINITY } }),
      ...(values.cut && { cuts: { every, longest: LONGEST_CUT_MS } }),
    },
  }
  if (values.restore === undefined) return [moving]
  const restoring: Phase = {
    ...shared,
    handovers: Number.POSITIVE_INFINITY,
    pace: PACE_AT_RESTORES_MS,
    faults: { restores: { count: Number(values.restore), age: BACKUP_AGE_MS } },
  }
  return values.kill || values.cut || values.handovers !== undefined ? [moving, restoring] : [restoring]
}

async function chooseLines(): Promise<Lines> {
  if (!values.cut) return 'PROXIES'
  if (values.lines === 'namespaces' || values.lines === 'proxies') {
    return values.lines === 'namespaces' ? 'NAMESPACES' : 'PROXIES'
  }
  if (values.lines !== undefined) throw new Error('--lines is namespaces or proxies')
  const allowed = (await allowsNamespaces()) ? 'NAMESPACES' : 'PROXIES'
  console.error(allowed === 'NAMESPACES' ? 'Lines are cut in network namespaces' : 'Lines are cut by proxies')
  return allowed
}

function line({ begun, receipts, kills, cuts, restores }: Progress): string {
  const seconds = Math.round((performance.now() - began) / 1_000)
  const mebibytes = Math.round(process.memoryUsage.rss() / 2 ** 20)
  return (
    `${seconds} s: ${begun} handovers begun (${(begun / seconds).toFixed(1)}/s), ${receipts} receipts, ` +
    `${kills} kills, ${cuts} cuts, ${restores} restores, ${mebibytes} MiB`
  )
}

function everyFewSeconds(): (progress: Progress) => void {
  let told = 0
  return (progress) => {
    if (performance.now() - told < TELL_EVERY_MS) return
    told = performance.now()
    console.error(line(progress))
  }
}

function report(outcome: Outcome): void {
  const { totals, violations, detected, destroyed, restores, retries, drained } = outcome
  console.log(line(outcome))
  console.log(
    `${totals.complaints} complaints, custody taken ${totals.handovers} times, ${totals.chainEvents} chain events, ` +
      `${retries} filings repeated, drained in ${drained.map((ms) => (ms / 1_000).toFixed(1)).join(' and ')} s`,
  )
  if (restores > 0)
    console.log(`${detected} of ${restores} restores detected, ${destroyed} complaints known to a lost disk alone`)
  for (const text of describeViolations(violations)) console.log(text)
  console.log(`${violations.length} violations`)
}

const outcome = await runCampaign({ phases: readPhases(), lines: await chooseLines(), progress: everyFewSeconds() })
report(outcome)
process.exit(outcome.violations.length === 0 ? 0 : 1)
