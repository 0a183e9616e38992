import type { Agent } from 'node:https'
import { REFUSALS } from '@lawang/schema/errors'
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, MessageType, parseMessage, stringifyMessage } from 'graphql-ws'
import { WebSocket } from 'ws'
import type { UpstreamRequest } from './upstream.ts'

const CONNECT_TIMEOUT_MS = 5_000
const HEARTBEAT_MS = 10_000
const MAX_PAYLOAD = 8 * 1024 * 1024
const ENDED = { extensions: { code: 'NO_MANDATE' } }

/** Where one subscription's messages go. Exactly one of `refuse`, `complete` and `lose` is called, last. */
export interface SubscriptionSink {
  next(payload: unknown): void
  refuse(errors: readonly unknown[]): void
  complete(): void
  lose(reason: string): void
}

/** Where a socket leads. */
export interface SocketTarget {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly agent: Agent | undefined
}

export type SubscribeRequest = Pick<UpstreamRequest, 'query' | 'operationName' | 'variables'>

/**
 * One graphql-transport-ws connection to a member that carries many subscriptions. It never reconnects: its end is told
 * to every subscription, because what happened in between would be missing. `onGone` is called once, when it has ended
 * or has begun to close for want of subscriptions.
 */
export class MemberSocket {
  readonly #socket: WebSocket
  readonly #sinks = new Map<string, SubscriptionSink>()
  readonly #onGone: () => void
  readonly #unacknowledged = new Map<string, SubscribeRequest>()
  #acknowledged = false
  #gone = false
  #lastId = 0

  /**
   * `url` is ws(s); `headers` go with the upgrade request. An authorization among them goes as the connection parameter
   * too.
   */
  constructor({ url, headers, agent }: SocketTarget, onGone: () => void) {
    this.#onGone = onGone
    const { authorization } = headers
    this.#socket = new WebSocket(url, GRAPHQL_TRANSPORT_WS_PROTOCOL, {
      handshakeTimeout: CONNECT_TIMEOUT_MS,
      maxPayload: MAX_PAYLOAD,
      headers,
      agent,
    })
    this.#socket.on('open', () => {
      this.#socket.send(
        stringifyMessage({
          type: MessageType.ConnectionInit,
          ...(authorization === undefined ? {} : { payload: { authorization } }),
        }),
      )
    })
    this.#watch()
  }

  get size(): number {
    return this.#sinks.size
  }

  /** Starts a subscription; the function returned ends it without a further call to its sink. */
  subscribe(request: SubscribeRequest, sink: SubscriptionSink): () => void {
    this.#lastId += 1
    const id = String(this.#lastId)
    this.#sinks.set(id, sink)
    if (this.#acknowledged) this.#send(id, request)
    else this.#unacknowledged.set(id, request)
    return () => this.#leave(id)
  }

  close(): void {
    this.#end('The gateway is closing')
  }

  #send(id: string, { query, operationName, variables }: SubscribeRequest): void {
    this.#socket.send(
      stringifyMessage({
        id,
        type: MessageType.Subscribe,
        payload: { query, operationName, variables: { ...variables } },
      }),
    )
  }

  #leave(id: string): void {
    if (!this.#sinks.delete(id)) return
    const sent = !this.#unacknowledged.delete(id)
    if (sent && this.#socket.readyState === WebSocket.OPEN) {
      this.#socket.send(stringifyMessage({ id, type: MessageType.Complete }))
    }
    this.#closeWhenIdle()
  }

  #closeWhenIdle(): void {
    if (this.#sinks.size === 0) this.#end('No subscription is left')
  }

  #watch(): void {
    let alive = true
    const timer = setInterval(() => {
      if (!alive || !this.#acknowledged) return this.#end('The member does not answer')
      alive = false
      this.#socket.ping()
    }, HEARTBEAT_MS)
    this.#socket.on('pong', () => {
      alive = true
    })
    this.#socket.on('message', (data) => this.#receive(String(data)))
    this.#socket.on('error', () => this.#end('The connection to the member failed'))
    this.#socket.on('close', (code) => {
      clearInterval(timer)
      // The member takes nothing more of this bearer: coming again would not help.
      if (code === CloseCode.Forbidden)
        this.#end(REFUSALS.NO_MANDATE, (sink, message) => sink.refuse([{ message, ...ENDED }]))
      else this.#end(`The member closed the connection (${code})`)
    })
  }

  #receive(text: string): void {
    try {
      this.#dispatch(parseMessage(text))
    } catch {
      this.#end('The member does not speak graphql-transport-ws')
    }
  }

  #dispatch(message: ReturnType<typeof parseMessage>): void {
    switch (message.type) {
      case MessageType.ConnectionAck:
        this.#acknowledged = true
        for (const [id, request] of this.#unacknowledged) this.#send(id, request)
        this.#unacknowledged.clear()
        break
      case MessageType.Ping:
        this.#socket.send(stringifyMessage({ type: MessageType.Pong }))
        break
      case MessageType.Next:
        this.#sinks.get(message.id)?.next(message.payload)
        break
      case MessageType.Error:
        this.#finish(message.id, (sink) => sink.refuse(message.payload))
        break
      case MessageType.Complete:
        this.#finish(message.id, (sink) => sink.complete())
        break
    }
  }

  #finish(id: string, tell: (sink: SubscriptionSink) => void): void {
    const sink = this.#sinks.get(id)
    if (!sink) return
    this.#sinks.delete(id)
    tell(sink)
    this.#closeWhenIdle()
  }

  #end(reason: string, tell: (sink: SubscriptionSink, reason: string) => void = lose): void {
    if (this.#gone) return
    this.#gone = true
    this.#onGone()
    for (const sink of this.#sinks.values()) tell(sink, reason)
    this.#sinks.clear()
    this.#unacknowledged.clear()
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.close(1000)
    else this.#socket.terminate()
  }
}

function lose(sink: SubscriptionSink, reason: string): void {
  sink.lose(reason)
}
