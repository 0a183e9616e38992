import { type Database, openDatabase } from '@lawang/member/store/database'
import { migrate } from '@lawang/member/store/migrate'
import type { OnStatement } from '@lawang/member/store/statements'
import { HUB_MIGRATIONS } from '../migrations/list.ts'

/** Opens the hub's part of the national member's database, with its schema up to date. Throws `DatabaseUnavailable`. */
export async function openHubDatabase(url: string, onStatement?: OnStatement): Promise<Database> {
  const database = await openDatabase({
    url,
    entities: [],
    migrations: HUB_MIGRATIONS,
    migrationTable: 'hub_migration',
    onStatement,
  })
  try {
    await migrate(database)
  } catch (error) {
    await database.close()
    throw error
  }
  return database
}
