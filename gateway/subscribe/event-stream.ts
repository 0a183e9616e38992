import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import type { Encoding } from './live-event.ts'
import { type Outlet, Room } from './outlet.ts'

const PATIENCE_BEATS = 5

/** Server-sent events over one HTTP response. */
export class EventStream {
  readonly #response: ServerResponse
  readonly #leaving = new AbortController()
  readonly #room: Room
  #beatsWithoutRoom = 0

  /**
   * Takes the reply over and sends its headers at once. A comment goes out every `heartbeatMs`, so that proxies and
   * clients see it live.
   */
  constructor(reply: FastifyReply, heartbeatMs: number) {
    reply.hijack()
    const response = reply.raw
    this.#response = response
    this.#room = new Room(response)
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) response.setHeader(name, value)
    }
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      connection: 'keep-alive',
      'x-accel-buffering': 'no',
    })
    response.write(':\n\n')
    const heartbeat = setInterval(() => this.#beat(), heartbeatMs)
    // Without a listener a connection that is reset would end the process.
    response.on('error', () => {})
    response.once('close', () => {
      clearInterval(heartbeat)
      this.#leaving.abort()
    })
  }

  /** Aborts when the response has closed, by either side. */
  get gone(): AbortSignal {
    return this.#leaving.signal
  }

  /** For the events of one operation. */
  outlet(encoding: Encoding): Outlet {
    const room = this.#room
    return {
      get hasRoom() {
        return room.isThere
      },
      send: (batch) => {
        if (!this.gone.aborted) this.#response.write(batch.written(encoding))
      },
      onRoom: (listener) => room.wait(listener),
    }
  }

  /** Tells of the end of an operation. `data` is sent even when empty, or EventSource would not tell of the event. */
  complete(data: string): void {
    if (!this.gone.aborted) this.#response.write(`event: complete\ndata: ${data}\n\n`)
  }

  /** A client that has not taken anything for some heartbeats is gone. */
  #beat(): void {
    this.#beatsWithoutRoom = this.#room.isThere ? 0 : this.#beatsWithoutRoom + 1
    if (this.#beatsWithoutRoom > PATIENCE_BEATS) this.lose()
    else if (this.#room.isThere) this.#response.write(':\n\n')
  }

  end(): void {
    this.#response.end()
  }

  /** Breaks the connection off: clients take it as lost and come again, which they would not do after its end. */
  lose(): void {
    this.#response.destroy()
  }
}

/** The event streams that are open on one server. */
export class EventStreams {
  readonly #open = new Set<EventStream>()
  readonly #heartbeatMs: number

  constructor(heartbeatMs: number) {
    this.#heartbeatMs = heartbeatMs
  }

  open(reply: FastifyReply): EventStream {
    const stream = new EventStream(reply, this.#heartbeatMs)
    this.#open.add(stream)
    stream.gone.addEventListener('abort', () => this.#open.delete(stream), { once: true })
    return stream
  }

  loseAll(): void {
    for (const stream of [...this.#open]) stream.lose()
  }
}
