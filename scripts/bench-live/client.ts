import { connect, type Socket } from 'node:net'

export type Transport = 'ws' | 'sse'

export interface SubscriberOptions {
  readonly port: number
  readonly transport: Transport
  readonly variables: Readonly<Record<string, unknown>>
  readonly query: string
  readonly localAddress: string
  readonly onEvent: (number: number, publishedUs: number) => void
  readonly onClosed: () => void
}

const CURSOR = Buffer.from('"cursor":"c')
const TIME = Buffer.from('"ts":"')
const EVENT_END = Buffer.from('\n\n')
const HEADERS_END = Buffer.from('\r\n\r\n')
const QUOTE = 0x22
const TEXT = 0x1
const PING = 0x9

/**
 * A subscriber as light as can be, so that many fit one process: it reads from its socket only what it counts. Resolves
 * when the gateway has accepted the connection.
 */
export class LightSubscriber {
  readonly #options: SubscriberOptions
  readonly #socket: Socket
  #rest: Buffer = Buffer.alloc(0)
  #isOpen = false
  #isAcknowledged = false
  readonly opened: Promise<void>

  constructor(options: SubscriberOptions) {
    this.#options = options
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.opened = promise
    this.#socket = connect({ port: options.port, host: '127.0.0.1', localAddress: options.localAddress })
    this.#socket.setNoDelay(true)
    this.#socket.on('connect', () => this.#socket.write(options.transport === 'ws' ? upgrade() : this.#post()))
    this.#socket.on('data', (data) => {
      this.#rest = this.#rest.length === 0 ? data : Buffer.concat([this.#rest, data])
      if (!this.#isOpen && !this.#takeHeaders(resolve)) return
      if (options.transport === 'ws') this.#takeFrames()
      else this.#takeEvents()
    })
    this.#socket.on('error', reject)
    this.#socket.once('close', () => {
      reject(new Error('The gateway closed the connection'))
      options.onClosed()
    })
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  leave(): void {
    this.#socket.destroy()
  }

  #takeHeaders(opened: () => void): boolean {
    const end = this.#rest.indexOf(HEADERS_END)
    if (end < 0) return false
    this.#rest = this.#rest.subarray(end + HEADERS_END.length)
    this.#isOpen = true
    if (this.#options.transport === 'ws') {
      this.#socket.write(frame('{"type":"connection_init"}'))
    }
    opened()
    return true
  }

  #takeFrames(): void {
    const data = this.#rest
    let at = 0
    while (data.length - at >= 2) {
      const code = (data[at] ?? 0) & 0xf
      let length = (data[at + 1] ?? 0) & 0x7f
      let head = 2
      if (length === 126) {
        if (data.length - at < 4) break
        length = data.readUInt16BE(at + 2)
        head = 4
      }
      const end = at + head + length
      if (data.length < end) break
      if (code === TEXT) this.#takeMessage(data, at + head, end)
      else if (code === PING) this.#socket.write(frame('', 0xa))
      at = end
    }
    this.#rest = data.subarray(at)
  }

  #takeMessage(data: Buffer, start: number, end: number): void {
    if (this.#isAcknowledged) {
      this.#take(data, start, end)
      return
    }
    const { query, variables } = this.#options
    this.#isAcknowledged = true
    this.#socket.write(frame(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables } })))
  }

  /** Events are found by their end; chunk headers between them do not matter to what is looked for. */
  #takeEvents(): void {
    const data = this.#rest
    let at = 0
    for (let end = data.indexOf(EVENT_END); end >= 0; end = data.indexOf(EVENT_END, at)) {
      this.#take(data, at, end)
      at = end + EVENT_END.length
    }
    this.#rest = data.subarray(at)
  }

  #take(data: Buffer, start: number, end: number): void {
    const cursor = data.indexOf(CURSOR, start)
    if (cursor < 0 || cursor >= end) return
    const time = data.indexOf(TIME, cursor)
    this.#options.onEvent(digits(data, cursor + CURSOR.length), digits(data, time + TIME.length))
  }

  #post(): string {
    const { query, variables } = this.#options
    const body = JSON.stringify({ query, variables })
    return [
      'POST /graphql HTTP/1.1',
      'Host: gateway',
      'Accept: text/event-stream',
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n')
  }
}

function upgrade(): string {
  return [
    'GET /graphql HTTP/1.1',
    'Host: gateway',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    'Sec-WebSocket-Protocol: graphql-transport-ws',
    '\r\n',
  ].join('\r\n')
}

/** A client's frame, masked with zeros. */
function frame(text: string, code = TEXT): Buffer {
  const body = Buffer.from(text)
  const head =
    body.length < 126
      ? Buffer.from([0x80 | code, 0x80 | body.length, 0, 0, 0, 0])
      : Buffer.from([0x80 | code, 0x80 | 126, body.length >> 8, body.length & 0xff, 0, 0, 0, 0])
  return Buffer.concat([head, body])
}

function digits(data: Buffer, start: number): number {
  let value = 0
  for (let at = start; at < data.length && data[at] !== QUOTE; at++) value = value * 10 + (data[at] ?? 0) - 0x30
  return value
}
