import type { Random } from '../simulation/random.ts'
import { DOORS, fileOn } from './filer.ts'
import { emptyLedger, type Ledger } from './ledger.ts'
import { handOverOn } from './officer.ts'
import type { Rig } from './rig.ts'

export interface LoadOptions {
  readonly rig: Rig
  readonly random: Random
  /** How many handovers are begun before it ends. */
  readonly handovers: number
  /** Clients that file at the same time. */
  readonly filers: number
  readonly marker: string
}

export interface Load {
  readonly ledger: Ledger
  /** Settles when as many handovers have been begun as were asked for, or after `stop`. */
  readonly done: Promise<void>
  stop(): void
}

/** Clients file at every door and officers hand over, all at once, until enough handovers have begun. */
export function startLoad({ rig, random, handovers, filers, marker }: LoadOptions): Load {
  const ledger = emptyLedger()
  const stopping = new AbortController()
  const shared = { rig, ledger, random, handovers, signal: stopping.signal }
  const clients = Array.from({ length: filers }, () => fileOn({ ...shared, marker }))
  const officers = [...DOORS.keys()].map((government) => handOverOn(shared, government))
  return {
    ledger,
    done: Promise.all([...clients, ...officers]).then(() => undefined),
    stop: () => stopping.abort(),
  }
}
