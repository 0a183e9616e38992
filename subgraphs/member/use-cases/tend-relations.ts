import { type Loop, startLoop } from '../exchange/loop.ts'
import { createFaultReport } from '../exchange/report-fault.ts'
import type { Surroundings } from './surroundings.ts'
import { tellMerged } from './tell-merged.ts'
import { tendWholes } from './tend-wholes.ts'

const EVERY_MS = 1_000

/** Brings complaints up to those that they belong to: wholes to their parts, merged ones to what they go on in. */
export async function tendRelations(around: Surroundings): Promise<void> {
  await tendWholes(around)
  await tellMerged(around)
}

/** Does so again and again until it is stopped. */
export function tendRelationsOn(around: Surroundings): Loop {
  return startLoop({
    work: () => tendRelations(around),
    every: EVERY_MS,
    report: createFaultReport((line) => console.error(line)),
  })
}
