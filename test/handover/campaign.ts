import { randomBytes } from 'node:crypto'
import { checkAll, type Totals } from './check-all.ts'
import { openDatabases } from './databases.ts'
import { emptyLedger, handoversBegun, type Ledger } from './ledger.ts'
import { type Done, type Phase, runPhase } from './phase.ts'
import { type Lines, type Rig, startRig } from './rig.ts'
import type { Violation } from './violation.ts'

export interface CampaignOptions {
  readonly phases: readonly Phase[]
  readonly lines: Lines
  readonly progress: (progress: Progress) => void
}

export interface Progress extends Done {
  readonly begun: number
  readonly receipts: number
}

export interface Outcome extends Progress {
  readonly violations: readonly Violation[]
  /** Of the databases at the end. */
  readonly totals: Totals
  readonly retries: number
  /** Complaints that went with a disk before anybody else had heard of them. */
  readonly destroyed: number
  /** Milliseconds that each phase's network took to come to rest after its faults. */
  readonly drained: readonly number[]
}

/** Runs the network on real processes through all phases; after each it looks into all databases. */
export async function runCampaign({ phases, lines, progress }: CampaignOptions): Promise<Outcome> {
  const rig = await startRig(lines)
  try {
    return await runPhases(rig, phases, progress)
  } finally {
    await rig.stop()
  }
}

async function runPhases(rig: Rig, phases: readonly Phase[], progress: (progress: Progress) => void): Promise<Outcome> {
  const marker = `uji${randomBytes(8).toString('hex')}`
  const ledger = emptyLedger()
  const done: Done = { kills: 0, cuts: 0, restores: 0, detected: 0 }
  const destroyed = new Set<string>()
  const violations: Violation[] = []
  const drained: number[] = []
  let totals: Totals = { complaints: 0, handovers: 0, chainEvents: 0 }
  for (const phase of phases) {
    const end = await runPhase(rig, ledger, { ...phase, marker }, done, () => progress(progressOf(ledger, done)))
    for (const complaint of end.destroyed) destroyed.add(complaint)
    drained.push(end.drained)
    await using databases = openDatabases(rig.databases)
    const actsSurvive = done.restores === 0
    const found = await checkAll({ databases, ledger, dataFolder: rig.dataFolder, marker, destroyed, actsSurvive })
    violations.push(...end.violations, ...found.violations)
    totals = found.totals
  }
  const { retries } = ledger
  return { ...progressOf(ledger, done), violations, totals, retries, destroyed: destroyed.size, drained }
}

function progressOf(ledger: Ledger, done: Done): Progress {
  return { ...done, begun: handoversBegun(ledger), receipts: ledger.receipts.length }
}
