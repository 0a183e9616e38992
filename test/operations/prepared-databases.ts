import { loadReference } from '@lawang/member/reference/load'
import { openMemberDatabase } from '@lawang/member/store/member-database'
import { MEMBER_MIGRATIONS } from '@lawang/member/store/migrations/list'
import { loadReferenceData } from '@lawang/member/store/reference-data'
import { databaseUrl, filledDatabase } from '@lawang/member/store/test-database'
import { openHubDatabase } from '@lawang/national/hub/hub-database'
import { HUB_MIGRATIONS } from '@lawang/national/migrations/list'
import { developmentMembers, HUB_MEMBER, type MemberPlan } from '@lawang/scripts/network/members'
import pg from 'pg'

/**
 * An empty database for each member of a test's network, by the member's name: a copy of one that has its schema and the
 * reference data, which a new server spends much of its start on.
 */
export async function preparedDatabases(server: string, prefix: string): Promise<ReadonlyMap<string, string>> {
  const { regions } = loadReference()
  const plans = developmentMembers((province) => regions.under(province).map(({ code }) => code))
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    const urls = new Map<string, string>()
    for (const plan of plans) {
      const kind = plan.name.replaceAll('-', '_')
      const migrations = [...MEMBER_MIGRATIONS, ...HUB_MIGRATIONS]
      const template = await filledDatabase(server, { kind, migrations, fill: (url) => fill(url, plan) })
      const name = `${prefix}${kind}`
      await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE ${template}`)
      urls.set(plan.name, databaseUrl(server, name))
    }
    return urls
  } finally {
    await client.end()
  }
}

async function fill(url: string, { name, governments }: MemberPlan): Promise<void> {
  const database = await openMemberDatabase(url)
  await loadReferenceData(database, loadReference(), governments, new Date()).finally(database.close)
  if (name === HUB_MEMBER) await (await openHubDatabase(url)).close()
}
