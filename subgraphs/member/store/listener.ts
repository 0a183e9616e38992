import { Client } from 'pg'
import { createWakeSource, type Wakes } from './wakes.ts'

export interface Listener extends Wakes {
  close(): Promise<void>
}

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 10_000

/**
 * Listens to a channel on a connection of its own: one per process, shared by all who wait for news. A lost
 * connection is made again; whoever listens is then woken, because what was told meanwhile was not heard.
 * With `heard` notifications go there with their payload, and wakes say only that some may have been missed. Rejects when
 * the first connection fails.
 */
export async function openListener(url: string, channel: string, heard?: (payload: string) => void): Promise<Listener> {
  const source = createWakeSource()
  let closed = false
  let client: Client | undefined
  let retry: NodeJS.Timeout | undefined

  async function connect(): Promise<void> {
    const fresh = new Client({ connectionString: url, keepAlive: true })
    fresh.on('notification', ({ payload = '' }) => (heard ? heard(payload) : source.wake()))
    // A lost connection is also told as its end; without a listener the error would end the process.
    fresh.on('error', () => {})
    try {
      await fresh.connect()
      await fresh.query(`LISTEN ${fresh.escapeIdentifier(channel)}`)
    } catch (error) {
      await fresh.end().catch(() => {})
      throw error
    }
    client = fresh
    fresh.once('end', () => reconnectAfter(FIRST_PAUSE_MS))
    if (closed) await fresh.end()
  }

  function reconnectAfter(pause: number): void {
    if (closed) return
    retry = setTimeout(() => {
      connect().then(source.wake, () => reconnectAfter(Math.min(pause * 2, LONGEST_PAUSE_MS)))
    }, pause)
  }

  await connect()
  return {
    onWake: source.onWake,
    async close() {
      closed = true
      clearTimeout(retry)
      await client?.end()
    },
  }
}
