import { createHash } from 'node:crypto'
import type { ClientBase, Pool } from 'pg'
import type { Sql } from './database.ts'

/** The name under which connections keep a statement; the same for the same text, and for no other. */
export type StatementNames = (text: string) => string

export function createStatementNames(): StatementNames {
  const names = new Map<string, string>()
  return (text) => {
    const known = names.get(text)
    if (known !== undefined) return known
    const name = createHash('sha256').update(text).digest('base64url').slice(0, 22)
    names.set(text, name)
    return name
  }
}

/** Runs statements on a pool or on one of its connections. */
export function createStatements(connection: Pick<Pool | ClientBase, 'query'>, nameOf: StatementNames): Sql {
  return {
    query: async (text, values = []) => (await connection.query(text, [...values])).rows,
    prepared: async (text, values = []) =>
      (await connection.query({ name: nameOf(text), text, values: [...values] })).rows,
  }
}
