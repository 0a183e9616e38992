import { afterAll, beforeAll, describe, test } from 'vitest'
import type { Behaviour } from './behaviours/behaviour.ts'
import { FILING } from './behaviours/filing.ts'
import { HANDING_OVER } from './behaviours/handing-over.ts'
import { LEASES } from './behaviours/leases.ts'
import { PRUNING } from './behaviours/pruning.ts'
import { REPORTERS } from './behaviours/reporters.ts'
import { RESTORES } from './behaviours/restores.ts'
import { TURNS } from './behaviours/turns.ts'
import { MEMORY } from './memory-stage.ts'
import { POSTGRES } from './postgres-stage.ts'
import type { Stage } from './stage.ts'

/** The law's sentences, each shown over both: the simulation proves for the product only what is the same in both. */
const SENTENCES: Readonly<Record<string, readonly Behaviour[]>> = {
  filing: FILING,
  'handing over': HANDING_OVER,
  turns: TURNS,
  leases: LEASES,
  "the reporter's acts": REPORTERS,
  restores: RESTORES,
  pruning: PRUNING,
}

/** Each sentence brings complaints of its own: what those before it have left is more of the world. */
describe.each([MEMORY, POSTGRES])('custody over $name', (backend) => {
  describe.each(Object.entries(SENTENCES))('%s', (_, behaviours) => {
    let stage: Stage
    beforeAll(async () => {
      stage = await backend.open()
    })
    afterAll(() => stage[Symbol.asyncDispose]())
    for (const { law, show } of behaviours) test(law, { timeout: 120_000 }, () => show(stage))
  })
})
