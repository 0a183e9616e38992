/**
 * Runs `work` with a signal that aborts after so many milliseconds, or when `signal` does; `reason` is what it aborts
 * with. The timer holds the signal: one that `AbortSignal.any` makes of `AbortSignal.timeout` may be collected as
 * garbage while it is waited on, and then never aborts.
 */
export async function withTimeLimit<T>(
  { milliseconds, reason, signal }: TimeLimit,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(reason()), milliseconds)
  const stop = () => limit.abort(signal?.reason)
  if (signal?.aborted) stop()
  signal?.addEventListener('abort', stop)
  try {
    return await work(limit.signal)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}

export interface TimeLimit {
  readonly milliseconds: number
  readonly reason: () => Error
  readonly signal?: AbortSignal
}
