import { CompiledQuery, type Kysely } from 'kysely'
import type { Asker } from '../access/asker.ts'
import type { Database, Sql } from './database.ts'

/** What reading needs of a database. */
export type Reads = Pick<Database, 'em' | 'query' | 'prepared'>

/**
 * Reads for one asker: every statement, an entity's too, tells the database in its own round trip who asks, and the
 * policies there leave out what the asker may not see. `reader` is a database opened with the reader's role.
 */
export function readsFor(reader: Database, asker: Asker): Reads {
  const client = reader.orm.em.getConnection().getClient()
  const executor: Pick<Kysely<unknown>, 'executeQuery'> = {
    executeQuery: (query) => {
      const compiled = 'compile' in query ? query.compile() : query
      return client.executeQuery(CompiledQuery.raw(...askedBy(asker, compiled)))
    },
  }
  const query: Sql['query'] = (text, values = []) =>
    reader.query(...askedBy(asker, CompiledQuery.raw(text, [...values])))
  const prepared: Sql['prepared'] = (text, values = []) =>
    reader.prepared(...askedBy(asker, CompiledQuery.raw(text, [...values])))
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

/**
 * The settings hold for this statement alone. The question stands in a subquery that depends on their row: PostgreSQL
 * cannot begin with it before they are set, however it plans.
 */
function askedBy(asker: Asker, { sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>): [string, unknown[]] {
  const settings = settingsOf(asker)
  const first = parameters.length
  const calls = settings.map(([name], i) => `set_config('${name}', $${first + i + 1}, true) AS s${i}`)
  const text = `SELECT answer.* FROM (SELECT ${calls.join(', ')} OFFSET 0) AS asker,
    LATERAL (SELECT * FROM (${sql}) AS asked WHERE asker.s0 IS NOT NULL OFFSET 0) AS answer`
  return [text, [...parameters, ...settings.map(([, value]) => value)]]
}

/**
 * What the database has to be told: the first says that somebody asks, and always is; of the others those that reach
 * anywhere. A right that it is told nothing of reaches nowhere, and each setting takes its time.
 */
function settingsOf(asker: Asker): readonly (readonly [name: string, value: string])[] {
  const further = [
    ['lawang.confidential', asker.confidential],
    ['lawang.acts', asker.acts],
    ['lawang.drafts', asker.drafts],
    ['lawang.mandates', asker.mandates],
    ['lawang.government', asker.government],
    ['lawang.region', asker.region],
    ['lawang.agency', asker.agency],
    ['lawang.secrets', asker.secrets.join(',')],
  ] as const
  return [
    ['lawang.worklist', asker.worklist],
    ...further.filter(([, value]) => value !== '' && value !== 'nowhere' && value !== 'with the secret'),
  ]
}
