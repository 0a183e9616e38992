import { connect } from 'node:net'
import { WebSocket } from 'ws'
import type { Shot } from './mutations.ts'

/** How long one shot may take. */
const PATIENCE_MS = 2000

/** Sends one shot and waits for what comes of it. Returns what HTTP says; everything else is `closed`. */
export async function shoot(port: number, shot: Shot): Promise<string> {
  switch (shot.kind) {
    case 'post':
      return http(port, '/graphql', { method: 'POST', body: shot.body, headers: shot.headers })
    case 'get':
      return http(port, shot.path, { headers: shot.headers })
    case 'socket':
      return socket(port, shot.messages)
    case 'bytes':
      return bytes(port, shot.bytes)
  }
}

async function http(port: number, path: string, init: RequestInit): Promise<string> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { ...init, signal })
    // events of a valid subscription would come for ever
    if (response.headers.get('content-type')?.startsWith('text/event-stream')) await response.body?.cancel()
    else await response.text()
    return String(response.status)
  } catch (error) {
    return error instanceof DOMException ? 'patience' : 'closed'
  }
}

function socket(port: number, messages: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const client = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws')
    const patience = setTimeout(() => client.terminate(), PATIENCE_MS / 10)
    client.on('error', () => {})
    client.on('open', () => {
      for (const message of messages) client.send(message)
    })
    client.on('close', () => {
      clearTimeout(patience)
      resolve('closed')
    })
  })
}

function bytes(port: number, content: Buffer): Promise<string> {
  return new Promise((resolve) => {
    const client = connect(port, '127.0.0.1', () => client.end(content))
    client.setTimeout(PATIENCE_MS / 10, () => client.destroy())
    client.on('error', () => {})
    client.on('data', () => {})
    client.on('close', () => resolve('closed'))
  })
}
