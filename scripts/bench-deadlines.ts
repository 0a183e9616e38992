import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { WorkCalendar } from '@lawang/member/domain/work-calendar'
import { loadReference } from '@lawang/member/reference/load'
import { openMemberDatabase } from '@lawang/member/store/member-database'
import { recomputeDeadlines } from '@lawang/member/use-cases/recompute-deadlines'
import { createDatabase } from './postgres/create-database.ts'
import { startTestDatabase } from './test/test-database.ts'

/**
 * `npm run bench-deadlines -- [--cases N]`: fills a database of its own with N open cases (100,000 by default), takes a day
 * off away from the calendar and another in, and tells how long the deadlines of all of them took.
 */
const { values } = parseArgs({ options: { cases: { type: 'string', default: '100000' } } })
const cases = Number(values.cases)

const FILL = `
  INSERT INTO case_file (id, government, complaint, door, epoch, status, opened_at, updated_at, deadline_at,
    deadline_clock, agency_id, agency, dossier, timeline)
  SELECT 'case-' || n, '64.08', 'complaint-' || n, '64.08', 1, 'IN_PROGRESS', opened, opened, opened + interval '20 days',
    'SETTLE_14_WORKING_DAYS', 'agency', '{}', '{"category": "transport.street-lighting", "details": []}',
    jsonb_build_object('case', 'case-' || n, 'government', '64.08', 'kind', 'COMPLAINT', 'supervision', false,
      'filedAt', iso, 'openedAt', iso, 'verifiedAt', iso, 'startedAt', iso, 'extensions', 0, 'escalated', '[]'::jsonb,
      'pauses', CASE WHEN n % 3 = 0 THEN jsonb_build_array(jsonb_build_object('why', 'QUESTION', 'from', iso, 'to', later))
        ELSE '[]'::jsonb END)
  FROM (
    SELECT n, opened, to_char(opened, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS iso,
      to_char(opened + interval '6 days', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS later
    FROM (SELECT n, timestamptz '2026-03-02 02:00Z' + n % 20 * interval '1 day' AS opened
      FROM generate_series(1, $1::integer) AS n) AS day
  ) AS filled`

const reference = loadReference()
const server = await startTestDatabase()
const url = await createDatabase(server.url, 'deadlines')
const database = await openMemberDatabase(url)
try {
  await database.query(FILL, [cases])
  const asked = { database, now: new Date('2026-03-17T02:00:00Z'), reason: 'benchmark' }
  await recomputeDeadlines({ ...asked, reference })
  const changed = new WorkCalendar('changed', new Map([['2026-03-30', 'Cuti bersama']]))
  const began = performance.now()
  const { moved } = await recomputeDeadlines({ ...asked, reference: { ...reference, calendar: changed } })
  const seconds = (performance.now() - began) / 1000
  console.log(`${cases} open cases: ${moved} deadlines moved in ${seconds.toFixed(1)} s`)
} finally {
  await database.close()
  await server.stop()
}
