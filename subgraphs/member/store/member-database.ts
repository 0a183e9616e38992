import { type Database, openDatabase } from './database.ts'
import { AgencyEntity } from './entities/agency.ts'
import { CaseFileEntity } from './entities/case-file.ts'
import { ComplaintEntity } from './entities/complaint.ts'
import { migrate } from './migrate.ts'
import { MEMBER_MIGRATIONS } from './migrations/list.ts'
import { READER_ROLE, secureRows } from './row-security.ts'
import type { OnStatement } from './statements.ts'

/** Opens a member's database with its schema up to date. Throws `DatabaseUnavailable`. */
export async function openMemberDatabase(url: string, onStatement?: OnStatement): Promise<Database> {
  const database = await openDatabase({
    url,
    entities: [AgencyEntity, CaseFileEntity, ComplaintEntity],
    migrations: MEMBER_MIGRATIONS,
    migrationTable: 'member_migration',
    onStatement,
  })
  try {
    await migrate(database)
    await secureRows(database)
  } catch (error) {
    await database.close()
    throw error
  }
  return database
}

/** Opens a member's database as the role that what people ask is read by. The schema must be up to date. */
export function openReader(url: string): Promise<Database> {
  return openDatabase({
    url,
    entities: [CaseFileEntity, ComplaintEntity],
    migrations: [],
    migrationTable: 'member_migration',
    role: READER_ROLE,
  })
}
