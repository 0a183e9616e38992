import { createClient } from 'graphql-ws'
import WebSocket from 'ws'

/** One step of a complaint's public journey, as the demo prints it. */
export interface Step {
  readonly sequence: number
  readonly type: string
  readonly at: string
  readonly status: string
  readonly reason: string | null
  readonly from: { readonly code: string } | null
  readonly to: { readonly code: string } | null
  readonly complaint: {
    readonly id: string
    readonly title: string | null
    readonly handledBy: { readonly id: string; readonly name: string | null } | null
  } | null
}

export interface HubClient {
  /** Sends one operation and returns its data; throws with the code and sentence of the first refusal. */
  ask<T>(query: string, variables?: Record<string, unknown>, token?: string): Promise<T>
  /** A complaint's journey, live from its first step; goes on until the reader leaves. */
  follow(id: string, secret: string): AsyncIterable<Step>
  close(): Promise<void>
}

const FOLLOW = `subscription Follow($id: ID!, $secret: String) {
  complaintChanged(id: $id, secret: $secret, afterSequence: 0) {
    sequence type at status reason from { code } to { code } complaint { id title handledBy { id name } }
  }
}`

interface Answer<T> {
  readonly data?: T
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[]
}

/** A client of the gateway at `url` (`http://127.0.0.1:4000`), with what any front end would use. */
export function createHubClient(url: string): HubClient {
  const socket = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 20,
  })
  return {
    async ask<T>(query: string, variables: Record<string, unknown> = {}, token?: string): Promise<T> {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
        body: JSON.stringify({ query, variables }),
      })
      const answer = (await response.json()) as Answer<T>
      const refusal = answer.errors?.[0]
      if (refusal || !answer.data)
        throw new Error(`${refusal?.extensions?.code ?? 'ERROR'}: ${refusal?.message ?? response.status}`)
      return answer.data
    },
    async *follow(id, secret) {
      for await (const { data, errors } of socket.iterate<{ complaintChanged: Step }>({
        query: FOLLOW,
        variables: { id, secret },
      })) {
        if (!data) throw new Error(errors?.[0]?.message ?? 'The subscription gave neither data nor errors.')
        yield data.complaintChanged
      }
    },
    close: async () => socket.dispose(),
  }
}
