import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause, setImmediate as tick } from 'node:timers/promises'
import { type WebSocket, WebSocketServer } from 'ws'
import { nowUs } from './monotonic.ts'
import { streamingSupergraph } from './supergraph.ts'

/** How many events of the past one round of a catch-up sends before others have their turn. */
const REPLAYED_PER_TURN = 200

interface Following {
  readonly socket: WebSocket
  readonly id: string
  readonly region: number | undefined
  /** The number of the next event to send. */
  next: number
}

/**
 * A member that does nothing but stream a log: its events are numbered from 1, cursor `c<number>`, `ts` the microseconds of
 * the monotonic clock, and belong to the regions in turn.
 */
export class StreamingMember {
  readonly regions: number
  readonly #log: string[] = []
  readonly #followings = new Set<Following>()
  readonly #server: Server
  /** Subscriptions that were ever begun. */
  begun = 0

  private constructor(server: Server, regions: number) {
    this.regions = regions
    this.#server = server
  }

  static async start(regions: number): Promise<StreamingMember> {
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://member')
      if (url.pathname !== '/publish') return response.writeHead(404).end()
      void member.publish(Number(url.searchParams.get('n') ?? 100), Number(url.searchParams.get('gap') ?? 0))
      return response.end('ok')
    })
    const member = new StreamingMember(server, regions)
    const handleProtocols = () => 'graphql-transport-ws'
    new WebSocketServer({ server, path: '/graphql', handleProtocols }).on('connection', (socket) =>
      member.#serve(socket),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 2048, resolve))
    return member
  }

  get url(): string {
    const address: AddressInfo | string | null = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('The member does not listen')
    return `http://127.0.0.1:${address.port}`
  }

  /** The supergraph of this member alone. */
  get supergraph(): string {
    return streamingSupergraph(this.url)
  }

  get published(): number {
    return this.#log.length
  }

  /** How many subscriptions run. */
  get subscriptions(): number {
    return this.#followings.size
  }

  /**
   * Publishes events `gapMs` apart, or as fast as the event loop turns. Events keep to their timetable: those that are due
   * after a busy moment come at once, and each is timed from when it was due, so that a busy machine cannot slow the run down
   * and look quick.
   */
  async publish(count: number, gapMs: number): Promise<void> {
    const startedUs = nowUs()
    for (let i = 0; i < count; i++) {
      const dueUs = startedUs + i * gapMs * 1000
      while (nowUs() < dueUs) await pause((dueUs - nowUs()) / 1000)
      this.#append(gapMs > 0 ? Math.round(dueUs) : nowUs())
      if (gapMs === 0) await tick()
    }
  }

  #append(publishedUs: number): void {
    const number = this.#log.length + 1
    const event = {
      cursor: `c${number}`,
      id: 'c1',
      title: 'Complaint about road lighting in the district',
      status: 'OPEN',
      ts: String(publishedUs),
    }
    this.#log.push(JSON.stringify({ data: { complaintChanged: event } }))
    for (const following of this.#followings) this.#send(following, number)
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
    for (const { socket } of this.#followings) socket.terminate()
  }

  #serve(socket: WebSocket): void {
    const mine = new Map<string, Following>()
    socket.on('message', (data) => {
      const message = JSON.parse(String(data))
      if (message.type === 'connection_init') socket.send('{"type":"connection_ack"}')
      else if (message.type === 'ping') socket.send('{"type":"pong"}')
      else if (message.type === 'subscribe') {
        const { after, region } = message.payload.variables ?? {}
        const next = after == null ? this.#log.length + 1 : Number(String(after).slice(1)) + 1
        const following = { socket, id: message.id, region: region == null ? undefined : Number(region), next }
        mine.set(message.id, following)
        this.begun += 1
        this.#replay(following, () => mine.get(following.id) === following)
      } else if (message.type === 'complete') {
        const following = mine.get(message.id)
        mine.delete(message.id)
        if (following) this.#followings.delete(following)
      }
    })
    socket.once('close', () => {
      for (const following of mine.values()) this.#followings.delete(following)
      mine.clear()
    })
  }

  #replay(following: Following, isWanted: () => boolean): void {
    if (!isWanted()) return
    for (let sent = 0; sent < REPLAYED_PER_TURN && following.next <= this.#log.length; sent++) {
      this.#send(following, following.next)
    }
    if (following.next > this.#log.length) this.#followings.add(following)
    else setImmediate(() => this.#replay(following, isWanted))
  }

  #send(following: Following, number: number): void {
    if (number < following.next) return
    following.next = number + 1
    if (following.region !== undefined && number % this.regions !== following.region) return
    following.socket.send(`{"id":"${following.id}","type":"next","payload":${this.#log[number - 1]}}`)
  }
}
