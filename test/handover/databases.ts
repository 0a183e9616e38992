import pg from 'pg'

/** Runs SQL with bound parameters in one member's database. */
export type Query = <Row extends object>(text: string, values?: readonly unknown[]) => Promise<Row[]>

/** The members' databases, looked into from outside: what they say is what is true, whatever the servers answer. */
export interface Databases extends AsyncDisposable {
  readonly members: readonly string[]
  of(member: string): Query
}

/** Connections are made anew when PostgreSQL or a restore has ended them. */
export function openDatabases(urls: ReadonlyMap<string, string>): Databases {
  const pools = new Map(
    [...urls].map(([name, connectionString]) => {
      const pool = new pg.Pool({ connectionString, max: 2, idleTimeoutMillis: 1_000 })
      // An idle connection that ends is no fault here: a test ended it.
      pool.on('error', () => undefined)
      return [name, pool]
    }),
  )
  return {
    members: [...urls.keys()],
    of: (member) => {
      const pool = pools.get(member)
      if (!pool) throw new Error(`There is no database of ${member}`)
      return async <Row extends object>(text: string, values: readonly unknown[] = []) => {
        const { rows } = await pool.query<Row>(text, [...values])
        return rows
      }
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.end()))
    },
  }
}
