import { expect, it } from 'vitest'
import { runCampaign } from './campaign.ts'

const HISTORIES = Number(process.env.LAWANG_RECOUNT_HISTORIES ?? 1_000)

it('what is kept for recaps, evaluations and villages is what a recount of the chains gives, at every tier', async () => {
  const outcome = await runCampaign({ histories: HISTORIES, batch: 500, seed: 1, progress: () => undefined })
  expect(outcome.differences).toEqual([])
  expect(outcome).toMatchObject({ histories: HISTORIES })
  expect(outcome.handovers).toBeGreaterThan(HISTORIES / 10)
}, 600_000)
