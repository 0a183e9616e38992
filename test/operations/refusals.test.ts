import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { type Asked, bearer } from './clients/client.ts'
import { fetchClient } from './clients/fetch.ts'
import { codesOf, ELECTRICITY, file, read, STREET_LIGHTS, tokenFor } from './hub.ts'
import { mistypedId } from './mistyped-id.ts'
import { operation } from './operations-file.ts'

const { gateway, databases, dataFolder } = inject('network')
const hub = fetchClient.connect(gateway)
const pools = Object.values(databases).map((connectionString) => new pg.Pool({ connectionString, max: 1 }))

/** The number of rows of every table of every member. The audit log goes on by the clock, and may tell of what was refused. */
async function countRows(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const [member, pool] of pools.entries()) {
    const tables = await pool.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema', 'audit') order by 1`,
    )
    for (const { name } of tables.rows) {
      const { rows } = await pool.query<{ count: string }>(`select count(*) from ${name}`)
      counts[`${member} ${name}`] = Number(rows[0]?.count)
    }
  }
  return counts
}

/** Waits until nothing that was done before is on its way between members any more. */
async function quiet(): Promise<Record<string, number>> {
  let before = await countRows()
  await vi.waitFor(
    async () => {
      const last = before
      before = await countRows()
      expect(before).toEqual(last)
    },
    { interval: 500, timeout: 20_000 },
  )
  return before
}

const filing = (change: Readonly<Record<string, unknown>>): Asked => ({
  query: operation('FileComplaint'),
  variables: { input: { ...ELECTRICITY, ...change } },
})
const complaint = (id: string): Asked => ({ query: operation('Complaint'), variables: { id } })

const nextMonth = (): string => {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 2, 1)).toISOString().slice(0, 7)
}

describe('bad input is refused by its own code and changes nothing', () => {
  let before: Record<string, number>
  let ids: { complaint: string; case: string; agency: string }

  beforeAll(async () => {
    const { id } = await file(hub, STREET_LIGHTS)
    const filed = await read(hub, id)
    const handledBy = await hub.ask<{ complaint: { handledBy: { id: string } } }>({
      query: `{ complaint(id: "${id}") { handledBy { id } } }`,
    })
    ids = { complaint: id, case: filed.case?.id ?? '', agency: handledBy.data?.complaint.handledBy.id ?? '' }
    before = await quiet()
  })
  afterAll(async () => {
    expect(await countRows()).toEqual(before)
    await Promise.all(pools.map((pool) => pool.end()))
  })

  it.each<[string, () => Asked, string]>([
    ['an unknown door', () => filing({ door: '99.99' }), 'UNKNOWN_JURISDICTION'],
    ['a door of another form', () => filing({ door: 'Kutai Timur' }), 'BAD_USER_INPUT'],
    ['a government that no member serves', () => filing({ door: '11' }), 'UNKNOWN_JURISDICTION'],
    ['a malformed id', () => complaint('6408-NOTANID'), 'BAD_USER_INPUT'],
    ['an id with a mistyped character', () => complaint(mistypedId(ids.complaint)), 'BAD_USER_INPUT'],
    ['an id of another kind', () => complaint(ids.case), 'WRONG_ID_KIND'],
    ["an agency's id for a complaint's", () => complaint(ids.agency), 'WRONG_ID_KIND'],
    ['an unknown category', () => filing({ category: 'no.such-category' }), 'UNKNOWN_CATEGORY'],
    ['a place outside the country', () => filing({ location: '99.01' }), 'UNKNOWN_LOCATION'],
    ['an unknown detail', () => filing({ details: [{ key: 'no', value: 'NO' }] }), 'UNKNOWN_DETAIL'],
    ['an empty title', () => filing({ title: ' \n ' }), 'EMPTY_TITLE'],
    ['an empty text', () => filing({ body: '' }), 'EMPTY_BODY'],
    ['a title that is too long', () => filing({ title: 'x'.repeat(201) }), 'TEXT_TOO_LONG'],
    ['a day of receipt without a token', () => filing({ receivedAt: '2020-06-11' }), 'RECEIVED_AT_NEEDS_OFFICER'],
    [
      'a month that has not begun',
      () => ({ query: operation('Recap'), variables: { region: '64', month: nextMonth() } }),
      'FUTURE_MONTH',
    ],
    [
      'a page that is too large',
      () => ({ query: operation('Complaints'), variables: { first: 101 } }),
      'PAGE_TOO_LARGE',
    ],
    ['a cursor of nothing', () => ({ query: operation('Complaints'), variables: { after: 'x' } }), 'INVALID_CURSOR'],
    [
      'an act without a token',
      () => ({ query: operation('StartCase'), variables: { input: { case: ids.case } } }),
      'UNAUTHENTICATED',
    ],
    [
      'a cyclic fragment',
      () => ({ query: '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }' }),
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a query nested 50 deep', () => ({ query: deepQuery(50) }), 'QUERY_TOO_DEEP'],
    ['a subscription by plain POST', () => ({ query: operation('ComplaintChanged') }), 'SUBSCRIPTION_NEEDS_SOCKET'],
  ])('%s', async (_name, asked, code) => {
    expect(codesOf(await hub.ask(asked()))).toEqual([code])
  })

  it('a token that others signed', async () => {
    const [head, body] = (await tokenFor(dataFolder, { role: 'coordinator', region: '64.08' })).split('.')
    const foreign = fetchClient.connect(gateway, `${head}.${body}.${'A'.repeat(86)}`)
    const asked = { query: operation('StartCase'), variables: { input: { case: ids.case } } }
    expect(codesOf(await foreign.ask(asked))).toEqual(['UNAUTHENTICATED'])
  })

  it('an act by an officer of another government', async () => {
    const elsewhere = fetchClient.connect(gateway, await tokenFor(dataFolder, { role: 'coordinator', region: '72' }))
    const asked = { query: operation('StartCase'), variables: { input: { case: ids.case } } }
    expect(codesOf(await elsewhere.ask(asked))).toEqual(['FORBIDDEN'])
  })

  it('a body of 1 MB', async () => {
    const response = await fetch(`${gateway}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(undefined) },
      body: JSON.stringify(filing({ body: 'x'.repeat(1024 * 1024) })),
    })
    expect(codesOf(JSON.parse(await response.text()))).toEqual(['PAYLOAD_TOO_LARGE'])
  })
})

/** Valid, and nested as deep as asked by fields that lead back to themselves. */
function deepQuery(depth: number): string {
  const pairs = Math.ceil(depth / 2)
  return `{ complaint(id: "6408-0") { ${'case { complaint { '.repeat(pairs)} id ${'} } '.repeat(pairs)} } }`
}
