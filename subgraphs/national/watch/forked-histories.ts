import type { Sql } from '@lawang/member/store/database'
import type { ForkedHistory } from '../ports.ts'

/** The forked histories that the national member has found as a witness, or was told of by others. */
export interface Forks {
  /** Newest first. */
  list(first: number): Promise<readonly ForkedHistory[]>
  count(): Promise<number>
}

export const NO_FORKS: Forks = { list: async () => [], count: async () => 0 }

/** Reads what the member's own witness keeps, in the same database. */
export function readForks(sql: Sql): Forks {
  return {
    async list(first) {
      const rows = await sql.query<Omit<ForkedHistory, 'foundAt'> & { readonly found_at: string }>(
        `SELECT member, reason, (one ->> 'size')::float8 AS size, (other ->> 'size')::float8 AS "otherSize", found_at
         FROM audit.fork ORDER BY id DESC LIMIT $1`,
        [first],
      )
      return rows.map(({ found_at: foundAt, ...row }) => ({ ...row, foundAt: new Date(foundAt) }))
    },
    async count() {
      const [row] = await sql.query<{ many: number }>('SELECT count(*)::float8 AS many FROM audit.fork')
      return row?.many ?? 0
    },
  }
}
