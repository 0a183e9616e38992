import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import type { Client } from './clients/client.ts'
import { fetchClient } from './clients/fetch.ts'
import { type ComplaintAnswer, dataOf, ELECTRICITY, type Event, file, readWhen } from './hub.ts'
import { operation } from './operations-file.ts'

const { gateway, databases, dataFolder } = inject('network')
const hub = fetchClient.connect(gateway)

const PHONE = '+62 811 0000 4711'
const EMAIL = 'pelapor-satu@contoh.invalid'
const SECRET_TITLE = 'Pungutan liar di kantor layanan'
const REPORTED = {
  ...ELECTRICITY,
  title: SECRET_TITLE,
  anonymous: false,
  confidential: true,
  reporter: { name: 'Pelapor Satu', phone: PHONE, email: EMAIL },
} as const

const ask = async (id: string, secret?: string): Promise<ComplaintAnswer> =>
  dataOf(await hub.ask<{ complaint: ComplaintAnswer }>({ query: operation('Complaint'), variables: { id, secret } }))
    .complaint

async function firstEvent(client: Client, variables: Record<string, unknown>): Promise<Event> {
  for await (const answer of client.follow<{ complaintChanged: Event }>({
    query: operation('ComplaintChanged'),
    variables,
  })) {
    return dataOf(answer).complaintChanged
  }
  return expect.fail('the subscription ended without an event')
}

/** The tables of a database in which a text occurs. */
async function tablesWith(connectionString: string, text: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const tables = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    const found: string[] = []
    for (const { name } of tables.rows) {
      const { rowCount } = await client.query(`select 1 from ${name} as row where row::text like $1 limit 1`, [
        `%${text}%`,
      ])
      if (rowCount) found.push(name)
    }
    return found
  } finally {
    await client.end()
  }
}

describe('a confidential complaint', () => {
  it('shows its journey to everybody and its content to who has the secret', async () => {
    const { id, receipt } = await file(hub, REPORTED)
    await readWhen(hub, id, 'HANDED_OVER')
    expect(await ask(id)).toMatchObject({ title: null, body: null, status: 'FILED' })
    expect(await ask(id, 'WRONGSECRET')).toMatchObject({ title: null, body: null })
    expect(await ask(id, receipt.secret)).toMatchObject({ title: SECRET_TITLE, body: REPORTED.body })
  })

  it('is in no list and in no feed of a region, and its own feed tells the title to who has the secret', async () => {
    const variables = { filter: { region: '64.08' }, first: 100 }
    const list = async () =>
      dataOf(
        await hub.ask<{ complaints: { feedCursor: string; edges: { node: { id: string } }[] } }>({
          query: operation('Complaints'),
          variables,
        }),
      ).complaints
    const { feedCursor: after } = await list()
    const { id, receipt } = await file(hub, REPORTED)
    await readWhen(hub, id, 'HANDED_OVER')
    const shown = await file(hub, ELECTRICITY)
    expect((await firstEvent(hub, { region: '64.08', after })).complaint.id).toBe(shown.id)
    expect((await list()).edges.map(({ node }) => node.id)).not.toContain(id)
    const titleFor = async (secret?: string) =>
      (await firstEvent(hub, { id, afterSequence: 0, secret })).complaint.title
    expect(await titleFor()).toBeNull()
    expect(await titleFor('WRONGSECRET')).toBeNull()
    expect(await titleFor(receipt.secret)).toBe(SECRET_TITLE)
  })

  it("leaves its reporter's telephone and e-mail sealed at its door, in no table and in no log", async () => {
    const { id } = await file(hub, REPORTED)
    await readWhen(hub, id, 'HANDED_OVER')
    expect(await tablesWith(databases['kutai-timur'] ?? '', id)).toContain('identity.reporter')
    for (const [member, url] of Object.entries(databases)) {
      for (const text of [PHONE, EMAIL, REPORTED.reporter.name]) {
        const tables = await tablesWith(url, text)
        expect(tables.map((table) => `${member}: ${table}`)).toEqual([])
      }
    }
    for (const log of await readdir(join(dataFolder, 'logs'))) {
      const text = await readFile(join(dataFolder, 'logs', log), 'utf8')
      for (const personal of [PHONE, EMAIL, REPORTED.reporter.name, SECRET_TITLE]) expect(text).not.toContain(personal)
    }
  })
})
