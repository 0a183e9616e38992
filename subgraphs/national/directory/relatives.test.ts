import { loadReference } from '@lawang/member/reference/load'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHub, type TestHub } from '../hub/testing/test-hub.ts'
import { createRelatives } from './relatives.ts'

const reference = loadReference()
const NOW = new Date('2026-03-17T02:00:00Z')
const DRAFT = {
  category: 'transport.street-lighting',
  location: '64.08.04.2001',
  title: 'Lampu jalan padam',
  body: '-',
}
let hub: TestHub

interface Row {
  readonly complaint: string
  readonly title?: string
  readonly location?: string
  readonly category?: string
  readonly status?: string
  readonly confidential?: boolean
  readonly days?: number
  readonly cluster?: string
}

async function list({ complaint, confidential = false, days = 1, ...row }: Row): Promise<void> {
  const filedAt = new Date(NOW.getTime() - days * 24 * 3_600_000)
  await hub.database.query(
    `INSERT INTO hub.listing (complaint, door, holder, kind, title, category, location, status, confidential, filed_at,
       period, received_on, updated_at, agency, agency_name, agency_short_name, cluster)
     VALUES ($1, '64.08', '64.08', 'COMPLAINT', $2, $3, $4, $5, $6, $7::timestamptz, 0, $7::date, $7::timestamptz,
       '6408-2FHNQNG9FWP23ADWK', 'Diskominfo', 'Diskominfo', $8)`,
    [
      complaint,
      confidential ? null : (row.title ?? 'Lampu jalan padam'),
      row.category ?? DRAFT.category,
      row.location ?? DRAFT.location,
      row.status ?? 'FILED',
      confidential,
      filedAt.toISOString(),
      row.cluster ?? null,
    ],
  )
}

beforeAll(async () => {
  hub = await startTestHub()
  await list({ complaint: 'near' })
  await list({ complaint: 'district', location: '64.08.04.2003' })
  await list({ complaint: 'hidden', confidential: true, cluster: 'thing' })
  await list({ complaint: 'closed', status: 'CLOSED' })
  await list({ complaint: 'old', days: 120 })
  await list({ complaint: 'elsewhere', location: '64.01.04.2003' })
  await list({ complaint: 'other-matter', category: 'environment.waste' })
  await list({ complaint: 'first', title: 'Banjir', category: 'public-works.drainage', days: 3, cluster: 'thing' })
  await list({ complaint: 'second', title: 'Banjir', category: 'public-works.drainage', days: 2, cluster: 'thing' })
})
afterAll(() => hub.close())

const relatives = () => createRelatives({ sql: hub.database, reference, now: () => NOW })

test('what is open about the same thing near by is found; nothing hidden, ended, old, far or other is', async () => {
  const found = await relatives().similar(DRAFT)
  expect(found.map(({ complaint }) => complaint.id)).toEqual(['near', 'district'])
  expect(found[0]?.score).toBeGreaterThan(found[1]?.score ?? 1)
})

test('a cluster lists its public complaints, oldest first', async () => {
  expect((await relatives().cluster('thing')).map(({ id }) => id)).toEqual(['first', 'second'])
  expect(await relatives().cluster('nothing')).toEqual([])
})

test('an unknown category or place is refused', async () => {
  await expect(relatives().similar({ ...DRAFT, category: 'nonsense' })).rejects.toThrow(
    expect.objectContaining({ code: 'UNKNOWN_CATEGORY' }),
  )
  await expect(relatives().similar({ ...DRAFT, location: '99' })).rejects.toThrow(
    expect.objectContaining({ code: 'UNKNOWN_LOCATION' }),
  )
})
