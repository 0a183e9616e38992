import { setTimeout as delay } from 'node:timers/promises'
import { mixSeed, seeded } from '../simulation/random.ts'
import { cutOn } from './cuts.ts'
import { type Databases, openDatabases } from './databases.ts'
import { killOn } from './kills.ts'
import type { Ledger } from './ledger.ts'
import { type Load, startLoad } from './load.ts'
import { untilAtRest } from './rest.ts'
import { type Restored, restoreOn } from './restores.ts'
import { HUB, type Rig } from './rig.ts'
import { watchHolders } from './two-holders.ts'
import type { Violation } from './violation.ts'

/** What is done to the network while complaints move. Times in milliseconds. */
export interface Faults {
  readonly kills?: { readonly every: number; readonly most: number }
  readonly cuts?: { readonly every: number; readonly longest: number }
  readonly restores?: { readonly count: number; readonly age: number }
}

/** The work and the faults of one part of a campaign. */
export interface Phase {
  readonly seed: number
  /** How many handovers are begun in all before it ends; with restores it ends with the last of them. */
  readonly handovers: number
  readonly filers: number
  /** Cases that the officers of one government hand over at the same time. */
  readonly hands: number
  /** Milliseconds between one client's filings. */
  readonly pace: number
  readonly faults: Faults
}

/** Counts what was done to the network so far. */
export interface Done {
  kills: number
  cuts: number
  restores: number
  detected: number
}

export interface PhaseEnd {
  readonly violations: readonly Violation[]
  readonly destroyed: ReadonlySet<string>
  /** Milliseconds from the end of the faults until everything was at rest. */
  readonly drained: number
}

const NEARER_TO_REST_WITHIN_MS = 60_000
const LOOK_EVERY_MS = 1_000
const NOTHING_RESTORED: Restored = { violations: [], detected: 0, destroyed: new Set() }

/** Works and disturbs until the work is done, then lets everything come to rest. Ends with everything running. */
export async function runPhase(
  rig: Rig,
  ledger: Ledger,
  phase: Phase & { readonly marker: string },
  done: Done,
  tell: () => void,
): Promise<PhaseEnd> {
  await using databases = openDatabases(rig.databases)
  const load = startLoad({ ...phase, rig, ledger, random: seeded(mixSeed(phase.seed, 'load')) })
  const ending = new AbortController()
  const looking = lookOn(rig, databases, phase.faults, ending.signal, tell)
  const { violations, detected, destroyed } = await disturb(rig, databases, phase, load, done)
  done.detected += detected
  const healed = performance.now()
  const unrest = await untilAtRest(databases, NEARER_TO_REST_WITHIN_MS).then(
    () => [],
    (error: Error): readonly Violation[] => [{ rule: 'DRAIN', text: error.message }],
  )
  const drained = performance.now() - healed
  ending.abort()
  return { violations: [...violations, ...unrest, ...(await looking)], destroyed, drained }
}

/** All the faults that were asked for, until the load is done and the restores too. */
async function disturb(
  rig: Rig,
  databases: Databases,
  { seed, faults }: Phase,
  load: Load,
  done: Done,
): Promise<Restored> {
  const { kills, cuts, restores } = faults
  const stopping = new AbortController()
  const { signal } = stopping
  const random = (name: string) => seeded(mixSeed(seed, name))
  const killing = kills && killOn({ ...kills, rig, random: random('kills'), signal, killed: () => void done.kills++ })
  const cutting = cuts && cutOn({ ...cuts, rig, random: random('cuts'), signal, cut: () => void done.cuts++ })
  const restoring = restores
    ? restoreOn({
        ...{ rig, databases, random: random('restores'), restores: restores.count, age: restores.age },
        restored: () => void done.restores++,
      }).finally(load.stop)
    : NOTHING_RESTORED
  await load.done
  // So many kills were asked for, or as many as there is work.
  if (kills && Number.isFinite(kills.most)) await killing
  stopping.abort()
  await Promise.all([killing, cutting])
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
  const findTwoHolders = watchHolders(databases)
  while (!signal.aborted) {
    await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined)
    for (const part of rig.fallen()) {
      violations.set(part, { rule: 'PROCESS', text: `${part} ended by itself` })
      await rig.start(part)
    }
    // A server in quarantine still shows what it held before its disk was lost, and does not act on it.
    if (faults.restores === undefined && rig.isUp(HUB)) {
      const found = await findTwoHolders().catch(() => [])
      for (const violation of found) violations.set(violation.text, violation)
    }
    tell()
  }
  return [...violations.values()]
}
