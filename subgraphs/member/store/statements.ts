import { createHash } from 'node:crypto'
import type { ClientBase, Pool } from 'pg'
import type { Sql } from './database.ts'

/** Runs statements on a pool or on one of its connections. */
export function createStatements(connection: Pick<Pool | ClientBase, 'query'>): Sql {
  return {
    query: async (text, values = []) => (await connection.query(text, [...values])).rows,
    prepared: async (text, values = []) =>
      (await connection.query({ name: nameOf(text), text, values: [...values] })).rows,
  }
}

/** One name for one text: a connection refuses the same name for another. */
function nameOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}
