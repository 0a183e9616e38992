import type { MigrationObject } from '@mikro-orm/core'
import { Migrator } from '@mikro-orm/migrations'
import { type EntityManager, type EntitySchema, MikroORM } from '@mikro-orm/postgresql'
import type { Pool } from 'pg'
import { giveBackLost } from './lost-connections.ts'
import { createOrmLogger } from './orm-logger.ts'
import { createStatementNames, createStatements, type OnStatement } from './statements.ts'
import { type Opening, runTransaction, type Transaction } from './transaction.ts'

/** The database cannot be used: the message is one sentence for whoever operates the server, without credentials. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable'
}

/** Runs SQL with bound parameters (`$1`). `Row` is the shape that the statement itself selects. */
export interface Sql {
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>
  /**
   * The same for a statement that is run again and again: each connection parses it once, and plans it no more when
   * one plan fits all values. The text is a constant of the program, never put together from values.
   */
  prepared<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

export type { Transaction } from './transaction.ts'

export interface Database extends Sql {
  readonly url: string
  readonly orm: MikroORM
  /** A unit of work of its own, outside any transaction: for reading. */
  readonly em: () => EntityManager
  /** Commits what `work` did, or nothing when it throws. `opening` goes to the server in one breath with BEGIN. */
  transaction<T>(work: (tx: Transaction) => Promise<T>, opening?: Opening): Promise<T>
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/database`; the host is an encoded path where it is a folder with the server's socket. */
  readonly url: string
  readonly entities: readonly EntitySchema[]
  readonly migrations: readonly MigrationObject[]
  /** The table that says which migrations have run; `schema.table` outside `public`. */
  readonly migrationTable: string
  /** Connections at most. Default 10. */
  readonly connections?: number
  /** The role that every connection takes; the user's own unless told otherwise. */
  readonly role?: string
  /** Told of every statement. */
  readonly onStatement?: OnStatement | undefined
}

/** PostgreSQL's codes that are told apart here. */
export const UNIQUE_VIOLATION = '23505'

/** Whether an error came from PostgreSQL with this code (`23505`: a unique key is taken). */
export function hasSqlState(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code
}

/** A process that stands still inside a transaction loses it: it may hold the lock that every writer waits for. */
const LONGEST_STALL_MS = 30_000
/**
 * A connection that was needed once is needed at the next burst. A new one takes tens of milliseconds of processor time, here
 * and at the server: it proves a password, and plans each statement anew.
 */
const LONGEST_IDLE_MS = 10 * 60_000
/** Something between us and the server may forget a connection that says nothing for minutes. */
const SIGN_OF_LIFE_MS = 60_000

function describe(url: string): string {
  try {
    const { host, pathname } = new URL(url)
    return `${decodeURIComponent(host)}${pathname}`
  } catch {
    return 'the given address'
  }
}

/**
 * Opens the pool and checks that the database answers. Throws `DatabaseUnavailable`.
 * Row-locking work runs at READ COMMITTED: every use case locks the custody row that it decides on.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const orm = new MikroORM({
    clientUrl: options.url,
    entities: [...options.entities],
    extensions: [Migrator],
    migrations: {
      tableName: options.migrationTable,
      migrationsList: [...options.migrations],
      snapshot: false,
      silent: true,
    },
    pool: { min: 0, max: options.connections ?? 10, idleTimeoutMillis: LONGEST_IDLE_MS },
    driverOptions: {
      ...(options.role !== undefined && { options: `-c role=${options.role}` }),
      idle_in_transaction_session_timeout: LONGEST_STALL_MS,
      // Statements that need not wait for each other's answers go to the server together.
      pipeline: true,
      keepAlive: true,
      keepAliveInitialDelayMillis: SIGN_OF_LIFE_MS,
      onPoolCreated: giveBackLost,
    },
    discovery: { warnWhenNoEntities: false },
    allowGlobalContext: false,
    // A mistyped name is told, not made into another empty database.
    ensureDatabase: false,
    ...(options.onStatement ? createOrmLogger(options.onStatement) : { debug: false }),
  })
  let pool: Pool
  try {
    await orm.connect()
    pool = await orm.em.getConnection().getNativeClient()
    await pool.query('SELECT 1')
  } catch (error) {
    await orm.close(true)
    const reason = error instanceof Error ? error.message : String(error)
    throw new DatabaseUnavailable(`The database at ${describe(options.url)} does not answer: ${reason}`)
  }
  const names = createStatementNames()
  const { onStatement } = options
  return {
    url: options.url,
    orm,
    em: () => orm.em.fork(),
    ...createStatements(pool, names, onStatement),
    transaction: (work, opening) => runTransaction({ pool, orm, names, onStatement }, work, opening),
    close: () => closeAll(orm, pool),
  }
}

/** The query builder ends the pool only when it has sent something itself: a command of plain SQL would hang till it is idle. */
async function closeAll(orm: MikroORM, pool: Pool): Promise<void> {
  await orm.close(true)
  if (!pool.ending) await pool.end()
}
