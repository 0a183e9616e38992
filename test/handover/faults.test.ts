import { expect, it } from 'vitest'
import { runCampaign } from './campaign.ts'
import { describeViolations } from './violation.ts'

const PATIENCE_MS = 300_000
const HANDOVERS = 40
const KILLS = 3

it(
  'loses, doubles and orphans no complaint while processes are killed, lines are cut, and a database is restored',
  async () => {
    const outcome = await runCampaign({
      lines: 'PROXIES',
      phases: [
        {
          ...{ seed: 1, handovers: HANDOVERS, filers: 3, hands: 2, pace: 50 },
          faults: { kills: { every: 1_500, most: KILLS }, cuts: { every: 2_000, longest: 3_000 } },
        },
        {
          ...{ seed: 2, handovers: Number.POSITIVE_INFINITY, filers: 1, hands: 1, pace: 300 },
          faults: { restores: { count: 1, age: 1_500 } },
        },
      ],
      progress: () => undefined,
    })
    expect(describeViolations(outcome.violations)).toEqual([])
    expect(outcome.begun).toBeGreaterThanOrEqual(HANDOVERS)
    expect(outcome).toMatchObject({ kills: KILLS, restores: 1, detected: 1 })
  },
  PATIENCE_MS,
)
