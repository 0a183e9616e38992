import type { ServerResponse } from 'node:http'
import type { MailPush } from '@lawang/schema/exchange/mail-push'
import type { Hub } from './hub.ts'

/** Milliseconds between comments that keep a quiet stream open through proxies. */
const HEARTBEAT = 20_000

/** Signs a text as an answer to the request that opened the stream; no fields on a network that is not signed. */
export type SignPush = (body: string) => Readonly<Record<string, string>>

export interface WakeStreams {
  /**
   * Answers with a stream of wakes for a member; it begins with one, for what was told before anybody listened. Where the
   * hub sends the mail along, the event has two lines: the fields that sign it, and the mail.
   */
  stream(member: string, response: ServerResponse, sign: SignPush): void
  /** Ends every stream. */
  close(): void
}

export function serveWakes(hub: Pick<Hub, 'onWake'>): WakeStreams {
  const open = new Set<ServerResponse>()
  return {
    stream(member, response, sign) {
      const wake = (push?: MailPush) => {
        if (response.destroyed || response.writableEnded) return
        // Who does not take what was sent gets no more of it: it asks when it comes to it.
        const event = push && !response.writableNeedDrain ? pushEvent(push, sign) : 'data: wake\n\n'
        response.write(event)
      }
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

function pushEvent(push: MailPush, sign: SignPush): string {
  const body = JSON.stringify(push)
  return `data: ${JSON.stringify(sign(body))}\ndata: ${body}\n\n`
}
