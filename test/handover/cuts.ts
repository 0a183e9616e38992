import { setTimeout as delay } from 'node:timers/promises'
import { pick, type Random } from '../simulation/random.ts'
import type { Cut } from './link.ts'
import type { Rig } from './rig.ts'

export interface CutOptions {
  readonly rig: Rig
  readonly random: Random
  /** Milliseconds from one cut to the next. */
  readonly every: number
  /** Milliseconds that a cut lasts at most. */
  readonly longest: number
  readonly signal: AbortSignal
  readonly cut: (line: string, kind: Cut) => void
}

const KINDS: readonly Cut[] = ['BOTH', 'QUESTIONS', 'ANSWERS']

/** Cuts one line after the other, one way or both ways, and heals each after a while. Ends with all of them whole. */
export async function cutOn({ rig, random, every, longest, signal, cut }: CutOptions): Promise<void> {
  const healing: Promise<void>[] = []
  const whole = new Set(rig.links.keys())
  while (!signal.aborted) {
    await delay(every, undefined, { signal }).catch(() => undefined)
    if (signal.aborted || whole.size === 0) continue
    const line = pick(random, [...whole])
    const kind = pick(random, KINDS)
    const link = rig.links.get(line)
    whole.delete(line)
    rig.outages.begin(line)
    link?.cut(kind)
    cut(line, kind)
    const heal = async () => {
      await delay(random() * longest, undefined, { signal }).catch(() => undefined)
      link?.heal()
      rig.outages.end(line)
      whole.add(line)
    }
    healing.push(heal())
  }
  await Promise.all(healing)
}
