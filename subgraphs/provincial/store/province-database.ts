import { type Database, openDatabase } from '@lawang/member/store/database'
import { migrate } from '@lawang/member/store/migrate'
import type { OnStatement } from '@lawang/member/store/statements'
import { PROVINCE_MIGRATIONS } from '../migrations/list.ts'

/** Connections at most: what a province keeps is seldom asked for. */
const CONNECTIONS = 4

/** Opens what only a province keeps in its member's database, with its schema up to date. Throws `DatabaseUnavailable`. */
export async function openProvinceDatabase(url: string, onStatement?: OnStatement): Promise<Database> {
  const database = await openDatabase({
    url,
    entities: [],
    migrations: PROVINCE_MIGRATIONS,
    migrationTable: 'province_migration',
    connections: CONNECTIONS,
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
