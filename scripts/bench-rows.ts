import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import type { Actor } from '@lawang/member/domain/model'
import { askedQueries } from '@lawang/member/store/asked-queries'
import { caseQueries } from '@lawang/member/store/case-queries'
import { complaintQueries } from '@lawang/member/store/complaint-queries'
import { openMemberDatabase, openReader } from '@lawang/member/store/member-database'
import { createDatabase } from './postgres/create-database.ts'
import { startTestDatabase } from './test/test-database.ts'

/**
 * `npm run bench-rows -- [--rounds N]`: fills a database of its own with 50,000 complaints, and tells how much longer a
 * complaint by id and a page of a worklist take under the database's own policies. Both ways take turns, N rounds of each
 * (2,000 by default); medians are compared.
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '2000' } } })
const rounds = Number(values.rounds)
const COUNT = 50_000

const COMPLAINTS = `
  INSERT INTO complaint (id, door, body, location, details, channel, anonymous, confidential, filed_at, content_hash,
    secret_hash, status, updated_at, handled_by, title, kind, holder, epoch, category)
  SELECT 'complaint-' || n, '64.08', 'text', '64.08.04', '[]', 'WEB', true, n % 20 = 0, now(), 'hash-' || n, 'secret-' || n,
    'FILED', now(), '{"id": "agency", "name": "agency", "government": "64.08"}', 'title', 'COMPLAINT', '64.08', 1, 'x'
  FROM generate_series(1, $1::integer) AS n`

const CASES = `
  INSERT INTO case_file (id, government, complaint, door, epoch, status, opened_at, updated_at, agency_id, agency, dossier)
  SELECT 'case-' || n, '64.08', 'complaint-' || n, '64.08', 1, 'OPEN', timestamptz '2026-03-02' + n * interval '1 second',
    now(), 'agency', '{"id": "agency", "name": "agency", "government": "64.08"}',
    '{"location": "64.08.04", "confidential": false, "title": "title", "details": []}'
  FROM generate_series(1, $1::integer) AS n`

const PUBLIC: Actor = { kind: 'public' }
const COORDINATOR: Actor = { kind: 'person', subject: 'officer', role: 'coordinator', region: '64.08' }
const PAGE = { lists: [{ government: '64.08' }], first: 50 }

const server = await startTestDatabase()
const url = await createDatabase(server.url, 'rows')
const database = await openMemberDatabase(url)
const reader = await openReader(url)
try {
  await database.query(COMPLAINTS, [COUNT])
  await database.query(CASES, [COUNT])
  await database.query('ANALYZE')
  const idOf = (round: number) => [`complaint-${((round * 7919) % COUNT) + 1}`]
  await compare('a complaint by id', {
    open: (round) => complaintQueries(database).byIds(idOf(round)),
    secured: (round) => askedQueries(reader, PUBLIC).complaints.byIds(idOf(round)),
  })
  await compare('a page of 50 cases', {
    open: () => caseQueries(database).page(PAGE),
    secured: () => askedQueries(reader, COORDINATOR).cases.page(PAGE),
  })
} finally {
  await reader.close()
  await database.close()
  await server.stop()
}

type Way = (round: number) => Promise<unknown>

async function compare(what: string, { open, secured }: { readonly open: Way; readonly secured: Way }): Promise<void> {
  const [without, withPolicies]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    without.push(await took(open, round))
    withPolicies.push(await took(secured, round))
  }
  const [before, after] = [median(without), median(withPolicies)]
  console.log(
    `${what}: ${before.toFixed(2)} ms without policies, ${after.toFixed(2)} ms with them (${(after / before).toFixed(2)} ×)`,
  )
}

async function took(way: Way, round: number): Promise<number> {
  const began = performance.now()
  await way(round)
  return performance.now() - began
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
}
