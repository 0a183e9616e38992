import { createTestDatabase } from '@lawang/member/store/test-database'
import { expect, it } from 'vitest'
import { seeded } from '../simulation/random.ts'
import { openLog } from './open-log.ts'
import { race } from './race.ts'

const WRITERS = 64

it('shows the log to its reader without a gap, while a reader of a serial number passes over rows', async () => {
  await using opened = new AsyncDisposableStack()
  const target = await createTestDatabase()
  opened.defer(target.drop)
  const database = await openLog(target.url, WRITERS)
  opened.defer(database.close)
  const result = await race({
    ...{ database, writers: WRITERS, rows: 5_000, batch: 10, longest: 300 },
    random: seeded(1),
    progress: () => undefined,
  })
  expect(result).toMatchObject({ written: 5_000, skippedByLog: 0, disorderInLog: 0 })
  expect(result.skippedBySerial).toBeGreaterThan(0)
})
