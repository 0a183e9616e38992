import { GIVE_UP_AFTER_MS, pauseAfter } from './back-off.ts'

/** How a receiver fares: it is tried as a whole, so that one that is down is not asked for each complaint by itself. */
export interface Patience {
  /** Resolves when the receiver may be asked; rejects when `signal` aborts. */
  wait(signal: AbortSignal): Promise<void>
  /** It took something. Whether it had failed before. */
  taken(): boolean
  /** It took nothing. Since when it fails, and whether it is to be given up. */
  failed(): { readonly since: Date; readonly isOver: boolean }
}

export interface PatienceOptions {
  readonly now: () => Date
  readonly random: () => number
  /** Resolves after so many milliseconds; rejects when the signal aborts. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>
  /** Since when it has failed already. */
  readonly failingSince?: Date | undefined
}

export function createPatience({ now, random, pause, failingSince }: PatienceOptions): Patience {
  let since = failingSince
  let failures = 0
  let notBefore = 0
  return {
    async wait(signal) {
      signal.throwIfAborted()
      for (let left = notBefore - now().getTime(); left > 0; left = notBefore - now().getTime())
        await pause(left, signal)
    },
    taken() {
      const hadFailed = since !== undefined
      since = undefined
      failures = 0
      notBefore = 0
      return hadFailed
    },
    failed() {
      const at = now()
      since ??= at
      // what was on its way when the receiver went down is one failure
      if (at.getTime() >= notBefore) {
        failures += 1
        notBefore = at.getTime() + pauseAfter(failures, random())
      }
      return { since, isOver: at.getTime() - since.getTime() >= GIVE_UP_AFTER_MS }
    },
  }
}
