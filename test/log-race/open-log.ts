import { type Database, openDatabase } from '@lawang/member/store/database'
import { migrate } from '@lawang/member/store/migrate'
import { MEMBER_MIGRATIONS } from '@lawang/member/store/migrations/list'

/** A connection for each writer, the readers, and a few to spare. */
const TO_SPARE = 4

/** A member's tables in an empty database, with connections for so many writers at once. */
export async function openLog(url: string, writers: number): Promise<Database> {
  const database = await openDatabase({
    url,
    entities: [],
    migrations: MEMBER_MIGRATIONS,
    migrationTable: 'member_migration',
    connections: writers + TO_SPARE,
  })
  await migrate(database)
  return database
}
