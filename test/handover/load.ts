import type { Random } from '../simulation/random.ts'
import { DOORS, fileOn } from './filer.ts'
import type { Ledger } from './ledger.ts'
import { handOverOn } from './officer.ts'
import type { Rig } from './rig.ts'

export interface LoadOptions {
  readonly rig: Rig
  /** What clients are promised is written here. */
  readonly ledger: Ledger
  readonly random: Random
  /** How many handovers are begun before it ends. */
  readonly handovers: number
  /** Cases that the officers of one government hand over at the same time. */
  readonly hands: number
  /** Clients that file at the same time. */
  readonly filers: number
  /** Milliseconds between one client's filings. */
  readonly pace: number
  readonly marker: string
}

export interface Load {
  /** Settles when as many handovers have been begun as were asked for, or after `stop`. */
  readonly done: Promise<void>
  stop(): void
}

/** Clients file at every door and officers hand over, all at once, until enough handovers have begun. */
export function startLoad({ rig, ledger, random, handovers, hands, filers, pace, marker }: LoadOptions): Load {
  const stopping = new AbortController()
  const shared = { rig, ledger, random, handovers, hands, signal: stopping.signal }
  const clients = Array.from({ length: filers }, () => fileOn({ ...shared, pace, marker }))
  const officers = [...DOORS.keys()].map((government) => handOverOn(shared, government))
  return {
    done: Promise.all([...clients, ...officers]).then(() => undefined),
    stop: () => stopping.abort(),
  }
}
