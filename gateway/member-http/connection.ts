import { connect, isIP, type Socket } from 'node:net'
import { connect as connectSecurely } from 'node:tls'
import { connectPinned, type PeerTls } from '@lawang/trust/tls/pinned-connection'
import type { ReadHead } from './response-head.ts'
import { ResponseReader } from './response-reader.ts'

/** A server as a socket reaches it. */
export interface Origin {
  readonly host: string
  readonly port: number
  readonly isSecure: boolean
  /** The server that has to be there, by its name in the registry. */
  readonly server: string
}

/** One request and whoever waits for its answer. */
export interface Exchange {
  /** Latin-1, with the length of the body. */
  readonly head: string
  readonly body: string
  /** Whether every character of the body is one byte. */
  readonly isAscii: boolean
  /** Whether nobody may send it a second time when its connection breaks. */
  readonly once: boolean
  /** Called once: with the answer's body, or with undefined when none has come. `isSent`: the server may have it. */
  end(text: string | undefined, isSent: boolean): void
}

export interface ConnectionOptions {
  readonly origin: Origin
  /** Sees to it who answers; the platform's list of authorities does without it. */
  readonly peer: PeerTls | undefined
  readonly maxBodyBytes: number
  /** What sockets read into: one for all, because every read is used up at once. */
  readonly readBuffer: Buffer
  readonly readHead: ReadHead
  /** The answer has come, and the connection can carry the next request. */
  readonly onFree: (connection: Connection) => void
  readonly onClose: (connection: Connection) => void
}

/** How long an idle connection is trusted when its server does not say how long it keeps it. */
const KEPT_FOR_MS = 4_000
/** A request must not cross the server's closing of the connection on the way. */
const MARGIN_MS = 2_000

/** A connection that carries one exchange at a time. */
export class Connection {
  readonly #options: ConnectionOptions
  readonly #socket: Socket
  readonly #reader: ResponseReader
  #exchange: Exchange | undefined
  #isOpen = false
  /** Written as soon as it is certain who reads it. */
  #held: Exchange | undefined
  #keptForMs = KEPT_FOR_MS

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#reader = new ResponseReader(options.maxBodyBytes, options.readHead)
    this.#socket = this.#open(options.origin)
    this.#socket.setNoDelay(true)
    // what went wrong matters to nobody: the exchange has no answer
    this.#socket.on('error', () => {})
    const isPinned = options.origin.isSecure && options.peer !== undefined
    if (!isPinned) this.#socket.once(options.origin.isSecure ? 'secureConnect' : 'connect', () => this.#opened())
    this.#socket.on('end', () => this.#read(this.#reader.end()))
    this.#socket.once('close', () => this.#closed())
  }

  get exchange(): Exchange | undefined {
    return this.#exchange
  }

  /** False from the moment that it is known to end: its `onClose` comes a turn of the event loop later. */
  get isUsable(): boolean {
    return !this.#socket.destroyed
  }

  /** For how long after an answer the connection may carry another request. */
  get keptForMs(): number {
    return this.#keptForMs
  }

  carry(exchange: Exchange): void {
    this.#exchange = exchange
    if (this.#isOpen || !this.#options.peer || !this.#options.origin.isSecure) this.#write(exchange)
    else this.#held = exchange
  }

  #write({ head, body, isAscii }: Exchange): void {
    if (isAscii) {
      // one string is one call of the system
      this.#socket.write(head + body, 'latin1')
      return
    }
    this.#socket.cork()
    this.#socket.write(head, 'latin1')
    this.#socket.write(body, 'utf8')
    this.#socket.uncork()
  }

  #opened(): void {
    this.#isOpen = true
    if (this.#held) this.#write(this.#held)
    this.#held = undefined
  }

  /** Whoever waits for an answer is told that there is none. */
  destroy(): void {
    this.#socket.destroy()
    this.#settle(undefined)
  }

  #open({ host, port, isSecure, server }: Origin): Socket {
    const take = (bytes: Buffer) => this.#read(this.#reader.add(bytes))
    const { peer } = this.#options
    if (isSecure && peer) return connectPinned(peer, server, { host, port }, () => this.#opened()).on('data', take)
    if (isSecure) {
      // an address is no name that a server could choose its certificate by
      const servername = isIP(host) ? '' : host
      return connectSecurely({ host, port, servername, ALPNProtocols: ['http/1.1'] }).on('data', take)
    }
    return connect({
      host,
      port,
      onread: {
        buffer: this.#options.readBuffer,
        callback(count, bytes) {
          take((bytes as Buffer).subarray(0, count))
          return true
        },
      },
    })
  }

  #read(reading: ReturnType<ResponseReader['add']>): void {
    if (reading.kind === 'more' && this.#exchange) return
    if (reading.kind !== 'done' || !this.#exchange) {
      // nobody has asked for what it says
      this.destroy()
      return
    }
    const { text, isKept, keptForMs } = reading.response
    if (isKept && this.#socket.writableLength === 0) {
      this.#keptForMs = keptForMs === undefined ? KEPT_FOR_MS : Math.max(0, keptForMs - MARGIN_MS)
      const exchange = this.#exchange
      this.#exchange = undefined
      this.#options.onFree(this)
      exchange.end(text, true)
    } else {
      this.#settle(text)
      this.#socket.destroy()
    }
  }

  #settle(text: string | undefined): void {
    const exchange = this.#exchange
    this.#exchange = undefined
    exchange?.end(text, this.#isOpen)
  }

  #closed(): void {
    this.#settle(undefined)
    this.#options.onClose(this)
  }
}
