import type { Sql } from '@lawang/member/store/database'
import type { Register } from '@lawang/schema/exchange/register'
import { loadRegister } from './load-register.ts'
import type { RegisterChange } from './register-change.ts'

/** Rows that are known without asking the database. */
export interface KnownRows {
  get(complaint: string): Register | undefined
}

/** The register's rows in one transaction: loaded when they are needed, and as its steps have left them. */
export interface RegisterRows {
  /** In the order of the complaints, each once; those that were never filed are missing. At most one query. */
  of(complaints: readonly string[]): Promise<readonly Register[]>
  replace(rows: readonly Register[]): void
  /** What is not as it was. */
  changes(): readonly RegisterChange[]
}

export function openRows(sql: Sql, known: KnownRows): RegisterRows {
  /** Undefined for a complaint that is not filed. */
  const rows = new Map<string, Register | undefined>()
  const befores = new Map<string, Register | undefined>()

  async function load(complaints: readonly string[]): Promise<void> {
    const missing = complaints.filter((complaint) => !rows.has(complaint) && !known.get(complaint))
    const loaded = new Map((await loadRegister(sql, missing)).map((row) => [row.complaint, row]))
    for (const complaint of complaints) {
      if (!rows.has(complaint)) rows.set(complaint, known.get(complaint) ?? loaded.get(complaint))
    }
  }

  return {
    async of(complaints) {
      const each = [...new Set(complaints)]
      await load(each)
      return each.flatMap((complaint) => rows.get(complaint) ?? [])
    },
    replace(after) {
      for (const row of after) {
        const before = rows.get(row.complaint)
        if (before === row) continue
        if (!befores.has(row.complaint)) befores.set(row.complaint, before)
        rows.set(row.complaint, row)
      }
    },
    changes: () =>
      [...befores].flatMap(([complaint, before]) => {
        const after = rows.get(complaint)
        return after ? [{ before, after }] : []
      }),
  }
}
