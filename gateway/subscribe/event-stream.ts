import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'

/** Server-sent events over one HTTP response. */
export class EventStream {
  readonly #response: ServerResponse
  readonly #leaving = new AbortController()

  /**
   * Takes the reply over and sends its headers at once. A comment goes out every `heartbeatMs`, so that proxies and
   * clients see it live.
   */
  constructor(reply: FastifyReply, heartbeatMs: number) {
    reply.hijack()
    const response = reply.raw
    this.#response = response
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
    const heartbeat = setInterval(() => response.write(':\n\n'), heartbeatMs)
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

  /**
   * Sends one event; settles when the client can take more. `id` is what the client sends back as Last-Event-ID. `data`
   * stands in one line, as JSON does; it is sent even when empty, or EventSource would not tell of the event.
   */
  async send(event: 'next' | 'complete', data: string, id?: string): Promise<void> {
    if (this.gone.aborted) return
    const named = id === undefined ? '' : `id: ${id}\n`
    if (!this.#response.write(`${named}event: ${event}\ndata: ${data}\n\n`)) await this.#drained()
  }

  end(): void {
    this.#response.end()
  }

  /** Breaks the connection off: clients take it as lost and come again, which they would not do after its end. */
  lose(): void {
    this.#response.destroy()
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const settle = () => {
        this.#response.off('drain', settle)
        this.#response.off('close', settle)
        resolve()
      }
      this.#response.once('drain', settle)
      this.#response.once('close', settle)
    })
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
