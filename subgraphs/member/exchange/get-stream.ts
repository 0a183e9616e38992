import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { type Agent, request } from 'node:https'
import { Readable } from 'node:stream'

export interface StreamedAnswer {
  readonly status: number
  readonly body: Response['body']
}

/** Gets what a server streams. Whoever answers cannot send us elsewhere. */
export type GetStream = (
  address: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<StreamedAnswer>

/** By an agent that sees to it who answers; without one the platform does as it does. */
export function getStream(agent: Agent | undefined): GetStream {
  if (!agent) return (address, headers, signal) => fetch(address, { headers, redirect: 'error', signal })
  return async (address, headers, signal) => {
    const sent = request(address, { agent, headers, signal })
    sent.end()
    const [response]: IncomingMessage[] = await once(sent, 'response')
    if (!response) throw new Error('A response has come that is none')
    return { status: response.statusCode ?? 0, body: Readable.toWeb(response) as Response['body'] }
  }
}
