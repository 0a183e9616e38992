import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import { Kysely, PostgresDialect } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import type { Sql } from './database.ts'
import { gatherWrites } from './gather-writes.ts'
import { createStatements, type OnStatement, type StatementNames, telling } from './statements.ts'

/** A prepared statement that a transaction begins with: locks that are taken before anything is read. */
export interface Opening {
  readonly text: string
  readonly values?: readonly unknown[]
}

/** One transaction: entities and SQL in it stand or fall together. */
export interface Transaction extends Sql {
  /** Entities cost much more than SQL: those who need none do not ask for it. */
  readonly em: EntityManager
  /** Writes the entities that were changed. */
  flush(): Promise<void>
  /**
   * A prepared statement whose answer nobody waits for: it goes to the server together with what follows, up to the
   * COMMIT. When it fails the transaction does.
   */
  send(text: string, values?: readonly unknown[]): void
}

interface OpenTransaction {
  readonly tx: Transaction
  /** Sends the COMMIT, and resolves when everything is committed. */
  commit(): Promise<void>
}

export interface TransactionSource {
  readonly pool: Pool
  readonly orm: MikroORM
  readonly names: StatementNames
  readonly onStatement?: OnStatement | undefined
}

/** Runs `work` in a transaction on a connection of the pool. A connection that failed is not given back for others. */
export async function runTransaction<T>(
  source: TransactionSource,
  work: (tx: Transaction) => Promise<T>,
  opening?: Opening,
): Promise<T> {
  const client = await source.pool.connect()
  let failure: Error | undefined
  try {
    const { tx, commit } = open(client, source, opening)
    const result = await work(tx)
    await commit()
    return result
  } catch (error) {
    failure = await rollback(client)
    throw error
  } finally {
    giveBack(client, failure)
  }
}

function open(
  client: PoolClient,
  { pool, orm, names, onStatement }: TransactionSource,
  opening: Opening | undefined,
): OpenTransaction {
  const statements = createStatements(client, names, onStatement)
  const sent: Promise<unknown>[] = []
  const follow = <R>(statement: Promise<R>): Promise<R> => {
    // Whoever awaits it, or the COMMIT, tells of the failure.
    statement.catch(() => {})
    sent.push(statement)
    return statement
  }
  gatherWrites(client)
  // Nothing is awaited: when it fails, every statement behind it does.
  follow(client.query('BEGIN'))
  if (opening) follow(statements.prepared(opening.text, opening.values))
  let em: EntityManager | undefined
  const flush = async () => {
    await em?.flush()
  }
  return {
    tx: {
      ...statements,
      get em() {
        em ??= entitiesOn(client, pool, orm)
        return em
      },
      flush,
      send(text, values) {
        gatherWrites(client)
        void follow(statements.prepared(text, values))
      },
    },
    async commit() {
      await flush()
      const committing = telling(onStatement, 'COMMIT', () => client.query('COMMIT'))
      committing.catch(() => {})
      await Promise.all(sent)
      // A transaction in which a statement has failed is rolled back by its COMMIT, which says so.
      if ((await committing).command !== 'COMMIT') throw new Error('The transaction was rolled back')
    },
  }
}

/** A unit of work on this very connection. */
function entitiesOn(client: PoolClient, { options }: Pool, orm: MikroORM): EntityManager {
  const borrowed = { query: client.query.bind(client), release: () => {} }
  const dialect = new PostgresDialect({ pool: { options, connect: async () => borrowed, end: async () => {} } })
  const em = orm.em.fork()
  em.setTransactionContext(new Kysely({ dialect }))
  return em
}

/** The error of a connection that cannot even roll back: the server does it when the connection ends. */
async function rollback(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK')
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function giveBack(client: PoolClient, failure: Error | undefined): void {
  try {
    client.release(failure)
  } catch {
    // A connection that ended while it was in use has been given back already.
  }
}
