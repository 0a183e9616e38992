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

/** Told when a statement has ended: its text without values, how many milliseconds it took, and whether it failed. */
export type OnStatement = (text: string, took: number, hasFailed: boolean) => void

/** Runs statements on a pool or on one of its connections. */
export function createStatements(
  connection: Pick<Pool | ClientBase, 'query'>,
  nameOf: StatementNames,
  onStatement?: OnStatement,
): Sql {
  return {
    query: async (text, values = []) =>
      (await telling(onStatement, text, () => connection.query(text, [...values]))).rows,
    prepared: async (text, values = []) =>
      (await telling(onStatement, text, () => connection.query({ name: nameOf(text), text, values: [...values] })))
        .rows,
  }
}

/** Runs a statement at once, and tells of its end. */
export async function telling<T>(
  onStatement: OnStatement | undefined,
  text: string,
  run: () => Promise<T>,
): Promise<T> {
  if (!onStatement) return run()
  const begun = performance.now()
  let hasFailed = true
  try {
    const result = await run()
    hasFailed = false
    return result
  } finally {
    onStatement(text, performance.now() - begun, hasFailed)
  }
}
