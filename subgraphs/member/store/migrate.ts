import { type Database, DatabaseUnavailable } from './database.ts'

/** One lock for every migration of a database: members that start at once take turns. */
const MIGRATION_LOCK = 0x6c61_7761

/**
 * Brings the schema up to this code's migrations, one process at a time. Throws `DatabaseUnavailable` when the
 * database has migrations that this code does not know: older code would write rows that newer code cannot read.
 */
export async function migrate(database: Database): Promise<void> {
  await database.transaction(async (lock) => {
    // This transaction only waits while the migrations run on connections of their own, however long they take.
    await lock.query('SET LOCAL idle_in_transaction_session_timeout = 0')
    await lock.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
    const known = new Set(database.orm.config.get('migrations').migrationsList?.map((migration) => migration.name))
    const executed = await database.orm.migrator.getExecuted()
    const unknown = executed.find((migration) => !known.has(migration.name))
    if (unknown) {
      throw new DatabaseUnavailable(
        `The database has the migration ${unknown.name}, which this version does not know: start a newer version.`,
      )
    }
    await database.orm.migrator.up()
  })
}
