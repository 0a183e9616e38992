import { expect, test } from 'vitest'
import { runAbsence } from './absence.ts'
import { everyGovernment } from './topology.ts'

const PROVINCES = ['13', '64', '72']
const REGENCIES = PROVINCES.flatMap((province) =>
  Array.from({ length: 12 }, (_, i) => `${province}.${String(i + 1).padStart(2, '0')}`),
)

test('a country goes on while a province is away for ten days, and has every complaint with one holder afterwards', () => {
  const parties = everyGovernment(PROVINCES, REGENCIES)
  const { outcome, figures } = runAbsence({ seed: 1, complaints: 2_000, parties, away: '64' })
  expect(outcome.violation?.message).toBeUndefined()
  expect(figures.complaints).toBe(2_000)
  // An absence that nobody notices would prove nothing.
  expect(figures.grantsMeanwhile).toBeGreaterThan(500)
  expect(figures.climbed).toBeGreaterThan(20)
  expect(outcome.figures.seizures).toBeGreaterThan(0)
  expect(figures.takenAfterwards).toBeGreaterThan(20)
})
