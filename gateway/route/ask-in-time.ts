/**
 * Fetches, and reads the answer, within so many milliseconds; redirects are not followed. The timer ends with the answer: that of
 * `AbortSignal.timeout` goes off later all the same and makes an error with its stack for nobody, which is felt where hundreds of
 * members are asked again and again.
 */
export async function askInTime<T>(
  url: string,
  withinMs: number,
  read: (response: Response) => Promise<T>,
  request: Omit<RequestInit, 'signal' | 'redirect'> = {},
): Promise<T> {
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(), withinMs)
  try {
    return await read(await fetch(url, { ...request, redirect: 'error', signal: limit.signal }))
  } finally {
    clearTimeout(timer)
  }
}
