import type { ServerResponse } from 'node:http'
import type { Hub } from './hub.ts'

/** Milliseconds between comments that keep a quiet stream open through proxies. */
const HEARTBEAT = 20_000

export interface WakeStreams {
  /** Answers with a stream of wakes for a member; it begins with one, for what was told before anybody listened. */
  stream(member: string, response: ServerResponse): void
  /** Ends every stream. */
  close(): void
}

export function serveWakes(hub: Pick<Hub, 'onWake'>): WakeStreams {
  const open = new Set<ServerResponse>()
  return {
    stream(member, response) {
      const wake = () => response.write('data: wake\n\n')
      const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT)
      const stop = hub.onWake(member, wake)
      open.add(response)
      response.on('close', () => {
        clearInterval(heartbeat)
        stop()
        open.delete(response)
      })
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      wake()
    },
    close() {
      for (const response of open) response.end()
    },
  }
}
