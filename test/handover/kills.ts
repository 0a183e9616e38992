import { setTimeout as delay } from 'node:timers/promises'
import { pick, type Random } from '../simulation/random.ts'
import { GATEWAY, type Part, POSTGRES, type Rig } from './rig.ts'

export interface KillOptions {
  readonly rig: Rig
  readonly random: Random
  /** Milliseconds from one SIGKILL to the next. */
  readonly every: number
  /** How many at most. */
  readonly most: number
  readonly signal: AbortSignal
  readonly killed: (part: Part) => void
}

/** With more of them down at once nothing would move between the kills. */
const MOST_DOWN = 2

/**
 * Kills one part after the other, whichever runs, and starts each again at once. A moment at which two are still
 * starting passes without a kill. Ends with all of them running.
 */
export async function killOn({ rig, random, every, most, signal, killed }: KillOptions): Promise<void> {
  const restarts: Promise<void>[] = []
  const parts = [GATEWAY, POSTGRES, ...rig.members]
  for (let kills = 0; kills < most && !signal.aborted; ) {
    await delay(every, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) break
    const running = parts.filter((part) => rig.isUp(part))
    if (running.length <= parts.length - MOST_DOWN) continue
    const part = pick(random, running)
    killed(part)
    kills += 1
    await rig.kill(part)
    restarts.push(rig.start(part))
  }
  await Promise.all(restarts)
}
