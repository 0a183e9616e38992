import { type Dispatcher, request } from 'undici'

/** What is asked, but for how it ends. */
export type Asked = Pick<NonNullable<Parameters<typeof request>[1]>, 'method' | 'headers' | 'body'>

/**
 * Asks, and reads the answer, within so many milliseconds; redirects are not followed, and come as the answers that they are.
 * Hundreds of members are asked again and again, so that what `fetch` adds to a request (streams and events of the web) would be
 * felt; and so would the timer of `AbortSignal.timeout`, which goes off later all the same and makes an error for nobody: this
 * one ends with the answer.
 */
export async function askInTime<T>(
  url: string,
  withinMs: number,
  read: (response: Dispatcher.ResponseData) => Promise<T>,
  asked: Asked = {},
): Promise<T> {
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(), withinMs)
  try {
    return await read(await request(url, { ...asked, signal: limit.signal }))
  } finally {
    clearTimeout(timer)
  }
}
