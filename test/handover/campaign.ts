import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { mixSeed, seeded } from '../simulation/random.ts'
import { checkAll, type Totals } from './check-all.ts'
import { cutOn } from './cuts.ts'
import { type Databases, openDatabases } from './databases.ts'
import { killOn } from './kills.ts'
import { handoversBegun, type Ledger } from './ledger.ts'
import { type Load, startLoad } from './load.ts'
import { untilAtRest } from './rest.ts'
import { type Restored, restoreOn } from './restores.ts'
import { HUB, type Rig, startRig } from './rig.ts'
import { findTwoHolders } from './two-holders.ts'
import type { Violation } from './violation.ts'

/** What is done to the network while complaints move. Times in milliseconds. */
export interface Faults {
  readonly kills?: { readonly every: number; readonly most: number }
  readonly cuts?: { readonly every: number; readonly longest: number }
  readonly restores?: { readonly count: number; readonly age: number }
}

export interface CampaignOptions {
  readonly seed: number
  /** Handovers that are begun. */
  readonly handovers: number
  readonly filers: number
  readonly faults: Faults
  readonly progress: (progress: Progress) => void
}

export interface Progress {
  readonly begun: number
  readonly receipts: number
  readonly kills: number
  readonly cuts: number
  readonly restores: number
}

export interface Outcome extends Progress {
  readonly violations: readonly Violation[]
  readonly totals: Totals
  readonly retries: number
  readonly detected: number
  /** Complaints that went with a disk before anybody else had heard of them. */
  readonly destroyed: number
  /** Milliseconds from the end of the faults until everything was at rest. */
  readonly drained: number
}

const DRAINED_WITHIN_MS = 60_000
const LOOK_EVERY_MS = 1_000
const NOTHING_RESTORED: Restored = { violations: [], detected: 0, destroyed: new Set() }

/** Runs the network, works and disturbs it, lets it come to rest, and looks into all its databases. */
export async function runCampaign(options: CampaignOptions): Promise<Outcome> {
  const rig = await startRig()
  try {
    await using databases = openDatabases(rig.databases)
    return await disturb(rig, databases, options)
  } finally {
    await rig.stop()
  }
}

async function disturb(rig: Rig, databases: Databases, options: CampaignOptions): Promise<Outcome> {
  const { seed, handovers, filers, faults } = options
  const marker = `uji${randomBytes(8).toString('hex')}`
  const load = startLoad({ rig, random: seeded(mixSeed(seed, 'load')), handovers, filers, marker })
  const counts = { kills: 0, cuts: 0, restores: 0 }
  const ending = new AbortController()
  const tell = () =>
    options.progress({ begun: handoversBegun(load.ledger), receipts: load.ledger.receipts.length, ...counts })
  const looking = lookOn(rig, databases, faults, ending.signal, tell)
  const restored = await trouble(rig, databases, options, load, counts)
  const healed = performance.now()

  const violations: Violation[] = [...restored.violations]
  await untilAtRest(databases, DRAINED_WITHIN_MS).catch((error: Error) => {
    violations.push({ rule: 'DRAIN', text: error.message })
  })
  const drained = performance.now() - healed
  ending.abort()
  violations.push(...(await looking))
  const { destroyed } = restored
  const { dataFolder } = rig
  const actsSurvive = faults.restores === undefined
  const found = await checkAll({ databases, ledger: load.ledger, dataFolder, marker, destroyed, actsSurvive })
  violations.push(...found.violations)
  return {
    ...summaryOf(load.ledger),
    ...counts,
    violations,
    totals: found.totals,
    drained,
    detected: restored.detected,
    destroyed: destroyed.size,
  }
}

function summaryOf(ledger: Ledger) {
  return { begun: handoversBegun(ledger), receipts: ledger.receipts.length, retries: ledger.retries }
}

/** All the faults that were asked for, until the load is done and the restores too. Ends with everything running. */
async function trouble(
  rig: Rig,
  databases: Databases,
  { seed, faults }: CampaignOptions,
  load: Load,
  counts: { kills: number; cuts: number; restores: number },
): Promise<Restored> {
  const { kills, cuts, restores } = faults
  const stopping = new AbortController()
  const { signal } = stopping
  const random = (name: string) => seeded(mixSeed(seed, name))
  const work = [
    kills && killOn({ ...kills, rig, random: random('kills'), signal, killed: () => void counts.kills++ }),
    cuts && cutOn({ ...cuts, rig, random: random('cuts'), signal, cut: () => void counts.cuts++ }),
  ]
  const restoring = restores
    ? restoreOn({
        ...{ rig, databases, random: random('restores'), restores: restores.count, age: restores.age, signal },
        restored: () => void counts.restores++,
      }).finally(load.stop)
    : NOTHING_RESTORED
  await load.done
  stopping.abort()
  await Promise.all(work)
  return restoring
}

/** Looks on while it works: for two who hold, and for processes that ended by themselves, which are started again. */
async function lookOn(
  rig: Rig,
  databases: Databases,
  faults: Faults,
  signal: AbortSignal,
  tell: () => void,
): Promise<readonly Violation[]> {
  const violations = new Map<string, Violation>()
  while (!signal.aborted) {
    await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined)
    for (const part of rig.fallen()) {
      violations.set(part, { rule: 'PROCESS', text: `${part} ended by itself` })
      await rig.start(part)
    }
    // A server in quarantine still shows what it held before its disk was lost, and does not act on it.
    if (faults.restores === undefined && rig.isUp(HUB)) {
      const found = await findTwoHolders(databases).catch(() => [])
      for (const violation of found) violations.set(violation.text, violation)
    }
    tell()
  }
  return [...violations.values()]
}
