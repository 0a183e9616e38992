import { beginAnewBehind, type RestoreContext } from './restore.ts'

/** What others show of this database beside the exchange: that it is an older one than the server has had. */
export interface FoundBehind {
  /** `incarnation` is the highest that is known to have been in use. */
  found(incarnation: number): void
  /** Begins a new life where that was found; between two rounds of the exchange, so that none is under way. */
  settle(context: RestoreContext): Promise<void>
}

export function createFoundBehind(): FoundBehind {
  let behind: number | undefined
  return {
    found(incarnation) {
      behind = Math.max(behind ?? 0, incarnation)
    },
    async settle(context) {
      if (behind === undefined) return
      const incarnation = behind
      behind = undefined
      await beginAnewBehind(context, incarnation)
    },
  }
}
