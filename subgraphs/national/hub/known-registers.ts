import type { Register } from '@lawang/schema/exchange/register'
import type { RegisterChange } from './register-change.ts'

/**
 * Rows as the last transactions have left them: a handover touches its complaint several times within moments, and the
 * hub is the only one who writes. The least recently changed are forgotten first.
 */
export interface KnownRegisters {
  get(complaint: string): Register | undefined
  keep(changes: readonly RegisterChange[]): void
  clear(): void
}

export function createKnownRegisters(most: number): KnownRegisters {
  const rows = new Map<string, Register>()
  return {
    get: (complaint) => rows.get(complaint),
    keep(changes) {
      for (const { after } of changes) {
        rows.delete(after.complaint)
        rows.set(after.complaint, after)
      }
      for (const oldest of rows.keys()) {
        if (rows.size <= most) return
        rows.delete(oldest)
      }
    },
    clear: () => rows.clear(),
  }
}
