import { loadReference } from '@lawang/member/reference/load'
import { openMemberDatabase } from '@lawang/member/store/member-database'
import { loadReferenceData } from '@lawang/member/store/reference-data'
import { openHubDatabase } from '@lawang/national/hub/hub-database'
import { developmentMembers, HUB_MEMBER, type MemberPlan } from '@lawang/scripts/network/members'
import pg from 'pg'

/** Any number that no other lock of the test server has. */
const PREPARING = 7_246_113

/**
 * An empty database for each member of a test's network, by the member's name: a copy of one that migrations and reference
 * data were brought into once, which is what a new server spends most of its start on.
 */
export async function preparedDatabases(server: string, prefix: string): Promise<ReadonlyMap<string, string>> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    const urls = new Map<string, string>()
    const { regions } = loadReference()
    const plans = developmentMembers((province) => regions.under(province).map(({ code }) => code))
    await client.query('SELECT pg_advisory_lock($1)', [PREPARING])
    for (const plan of plans) {
      const prepared = await prepare(client, server, plan)
      const name = `${prefix}${plan.name.replaceAll('-', '_')}`
      await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE ${pg.escapeIdentifier(prepared)}`)
      urls.set(plan.name, urlOf(server, name))
    }
    return urls
  } finally {
    await client.end()
  }
}

/** An older one that a server keeps is brought up to date by whoever starts over its copy. */
async function prepare(client: pg.Client, server: string, plan: MemberPlan): Promise<string> {
  const name = `lawang_prepared_${plan.name.replaceAll('-', '_')}`
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name])
  if (rowCount !== 0) return name
  // Its name says that it is whole: what was cut short has another, and is made anew.
  const unfinished = pg.escapeIdentifier(`${name}_unfinished`)
  await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`)
  await client.query(`CREATE DATABASE ${unfinished}`)
  await fill(urlOf(server, `${name}_unfinished`), plan)
  await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${pg.escapeIdentifier(name)}`)
  return name
}

async function fill(url: string, { name, governments }: MemberPlan): Promise<void> {
  const database = await openMemberDatabase(url)
  await loadReferenceData(database, loadReference(), governments, new Date()).finally(database.close)
  if (name === HUB_MEMBER) await (await openHubDatabase(url)).close()
}

function urlOf(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}
