import pg from 'pg'

/** Takes row security off every table that has it. */
export async function switchRowSecurityOff(databases: readonly string[]): Promise<void> {
  for (const url of databases) {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      await client.query(`DO $$
        DECLARE secured regclass;
        BEGIN
          FOR secured IN SELECT oid::regclass FROM pg_class WHERE relrowsecurity AND relkind = 'r' LOOP
            EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY', secured);
          END LOOP;
        END $$`)
    } finally {
      await client.end()
    }
  }
}
