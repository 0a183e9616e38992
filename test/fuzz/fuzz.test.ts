import { expect, it } from 'vitest'
import { fuzz } from './fuzz.ts'
import { startTarget } from './target.ts'

it('a gateway outlives whatever it is sent, and answers as before', async () => {
  const target = await startTarget()
  const result = await fuzz(target, { count: 600, seed: 7, atATime: 8 })
  await target.close()
  expect(result).toMatchObject({ exit: undefined, answers: true })
  expect(result.outcomes['200']).toBeGreaterThan(50)
  expect(result.outcomes['500'] ?? 0).toBe(0)
})
