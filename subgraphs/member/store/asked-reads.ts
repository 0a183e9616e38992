import { CompiledQuery, type Kysely } from 'kysely'
import type { Asker } from '../access/asker.ts'
import { ASKER_SETTING, askerSetting } from './asker-setting.ts'
import type { Database, Sql } from './database.ts'

/** What reading needs of a database. */
export type Reads = Pick<Database, 'em' | 'query' | 'prepared'>

/**
 * Reads for one asker: every statement, an entity's too, tells the database in its own round trip who asks, and the
 * policies there leave out what the asker may not see. `reader` is a database opened with the reader's role.
 */
export function readsFor(reader: Database, asker: Asker): Reads {
  const client = reader.orm.em.getConnection().getClient()
  const setting = settingOf(asker)
  const executor: Pick<Kysely<unknown>, 'executeQuery'> = {
    executeQuery: (query) => {
      const compiled = 'compile' in query ? query.compile() : query
      return client.executeQuery(CompiledQuery.raw(...askedBy(setting(), compiled)))
    },
  }
  const query: Sql['query'] = (text, values = []) =>
    reader.query(...askedBy(setting(), { sql: text, parameters: values }))
  const prepared: Sql['prepared'] = (text, values = []) =>
    reader.prepared(...askedBy(setting(), { sql: text, parameters: values }))
  return {
    query,
    prepared,
    em: () => {
      const em = reader.em()
      em.setTransactionContext(executor)
      return em
    },
  }
}

/** The setting is written once for what an asker is, and anew when one more secret is shown. */
function settingOf(asker: Asker): () => string {
  let written: { readonly setting: string; readonly secrets: number } | undefined
  return () => {
    const secrets = asker.secrets.length
    if (written?.secrets !== secrets) written = { setting: askerSetting(asker), secrets }
    return written.setting
  }
}

/**
 * The setting holds for this statement alone. The question stands in a subquery that depends on its row: PostgreSQL
 * cannot begin with it before it is set, however it plans.
 */
function askedBy(setting: string, { sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>): [string, unknown[]] {
  const text = `SELECT answer.* FROM (SELECT set_config('${ASKER_SETTING}', $${parameters.length + 1}, true) AS who OFFSET 0) AS asker,
    LATERAL (SELECT * FROM (${sql}) AS asked WHERE asker.who IS NOT NULL OFFSET 0) AS answer`
  return [text, [...parameters, setting]]
}
