/**
 * Counts wrong secrets by complaint. The right one always passes, however many wrong ones came before: 100 bits are not
 * guessed, and a lock that others can close would keep the reporter out.
 */
export interface ReceiptGuesses {
  /** Notes a wrong secret; the seconds to wait when there were too many, undefined until then. */
  count(complaint: string, now: Date): number | undefined
}

const WRONG_ONES = 10
const WINDOW_MS = 15 * 60_000
/** Complaints that are watched at once; the one whose window began first makes room. */
const WATCHED = 10_000

export function createReceiptGuesses(): ReceiptGuesses {
  const windows = new Map<string, { begun: number; wrong: number }>()
  return {
    count(complaint, now) {
      const at = now.getTime()
      let window = windows.get(complaint)
      if (!window || at - window.begun >= WINDOW_MS) {
        window = { begun: at, wrong: 0 }
        windows.delete(complaint)
        windows.set(complaint, window)
        const [oldest] = windows.keys()
        if (windows.size > WATCHED && oldest !== undefined) windows.delete(oldest)
      }
      window.wrong += 1
      return window.wrong > WRONG_ONES ? Math.ceil((window.begun + WINDOW_MS - at) / 1000) : undefined
    },
  }
}
