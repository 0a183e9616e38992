import type { PeerTls } from '@lawang/trust/tls/pinned-connection'
import { Connection, type ConnectionOptions, type Exchange, type Origin } from './connection.ts'
import type { ReadHead } from './response-head.ts'

export interface PoolOptions {
  readonly origin: Origin
  readonly peer?: PeerTls | undefined
  readonly connections: number
  readonly maxBodyBytes: number
  readonly readBuffer: Buffer
  readonly readHead: ReadHead
  /** A clock in milliseconds. */
  readonly now: () => number
}

interface Idle {
  readonly connection: Connection
  readonly since: number
  readonly until: number
}

/** How long after an answer a connection may carry what is sent once: a server that stops closes what is idle. */
const ONCE_WITHIN_MS = 1_000

/** The connections to one server: what finds none free waits for its turn. */
export class ConnectionPool {
  readonly #options: PoolOptions
  readonly #connections = new Set<Connection>()
  /** The one that was used last is used next, so that those that are not needed end by themselves. */
  readonly #idle: Idle[] = []
  readonly #waiting = new Set<Exchange>()
  #onEmpty: (() => void) | undefined

  constructor(options: PoolOptions) {
    this.#options = options
  }

  send(exchange: Exchange): void {
    if (!exchange.once) {
      this.#place(exchange)
      return
    }
    this.#waiting.add(exchange)
    afterReading(() => {
      if (this.#waiting.delete(exchange)) this.#place(exchange)
    })
  }

  #place(exchange: Exchange): void {
    const connection = this.#takeIdle(exchange.once ? ONCE_WITHIN_MS : Infinity) ?? this.#openAnother()
    if (connection) {
      connection.carry(exchange)
    } else {
      this.#waiting.add(exchange)
      // an old one makes room for the new one
      this.#idle.shift()?.connection.destroy()
    }
  }

  /** Ends an exchange without its answer. A connection that owes one cannot be used again. */
  giveUp(exchange: Exchange): void {
    if (this.#waiting.delete(exchange)) exchange.end(undefined, false)
    for (const connection of this.#connections) if (connection.exchange === exchange) connection.destroy()
  }

  /** Ends connections that have been idle for so long that their server may close them. */
  sweep(): void {
    const now = this.#options.now()
    const expired = this.#idle.filter(({ until }) => until <= now)
    for (const { connection } of expired) connection.destroy()
  }

  /** Waits for what is under way. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#onEmpty = resolve
      this.#endWhenDone()
    })
  }

  #takeIdle(withinMs: number): Connection | undefined {
    const now = this.#options.now()
    for (let last = this.#idle.at(-1); last; last = this.#idle.at(-1)) {
      const { connection, since, until } = last
      const isGood = connection.isUsable && until > now
      // those before it are older still
      if (isGood && now - since > withinMs) return undefined
      this.#idle.pop()
      if (isGood) return connection
      connection.destroy()
    }
    return undefined
  }

  #openAnother(): Connection | undefined {
    if (this.#connections.size >= this.#options.connections) return undefined
    const { origin, peer, maxBodyBytes, readBuffer, readHead } = this.#options
    const options: ConnectionOptions = {
      origin,
      peer,
      maxBodyBytes,
      readBuffer,
      readHead,
      onFree: (connection) => this.#freed(connection),
      onClose: (connection) => this.#closed(connection),
    }
    const connection = new Connection(options)
    this.#connections.add(connection)
    return connection
  }

  #freed(connection: Connection): void {
    const [next] = this.#waiting
    if (next) {
      this.#waiting.delete(next)
      connection.carry(next)
    } else if (this.#onEmpty) {
      connection.destroy()
    } else {
      const since = this.#options.now()
      this.#idle.push({ connection, since, until: since + connection.keptForMs })
    }
  }

  #closed(connection: Connection): void {
    this.#connections.delete(connection)
    const place = this.#idle.findIndex((one) => one.connection === connection)
    if (place >= 0) this.#idle.splice(place, 1)
    const [next] = this.#waiting
    const another = next && this.#openAnother()
    if (next && another) {
      this.#waiting.delete(next)
      another.carry(next)
    }
    this.#endWhenDone()
  }

  #endWhenDone(): void {
    if (!this.#onEmpty) return
    for (const { connection } of this.#idle.splice(0)) connection.destroy()
    if (this.#connections.size === 0 && this.#waiting.size === 0) this.#onEmpty()
  }
}

/** Runs when everything that sockets have received by now has been read: a server's closing of a connection among it. */
function afterReading(run: () => void): void {
  // the first comes after what this turn of the event loop knew of, the second after what it did not
  setImmediate(() => setImmediate(run))
}
