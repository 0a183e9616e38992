import { randomUUID } from 'node:crypto'
import type { ExecutionResult } from 'graphql'
import type { EventStream } from './event-stream.ts'

const MAX_RESERVATIONS = 10_000
const MAX_OPERATIONS = 100
/** A stream that is reserved has to be opened within this time. */
const OPEN_WITHIN_MS = 30_000

/** The streams of graphql-sse's single connection mode, by token. */
export class Reservations {
  readonly #byToken = new Map<string, ReservedStream>()

  /** A new token; undefined when as many are reserved as are taken. */
  reserve(): string | undefined {
    if (this.#byToken.size >= MAX_RESERVATIONS) return undefined
    const token = randomUUID()
    this.#byToken.set(token, new ReservedStream(() => this.#byToken.delete(token)))
    return token
  }

  get(token: string): ReservedStream | undefined {
    return this.#byToken.get(token)
  }

  endAll(): void {
    for (const reservation of [...this.#byToken.values()]) reservation.end()
  }
}

type State =
  | { readonly is: 'reserved'; readonly expiry: NodeJS.Timeout }
  | { readonly is: 'open'; readonly stream: EventStream }
  | { readonly is: 'over' }

/** One stream that carries several operations; operations started before it is opened wait for it. */
export class ReservedStream {
  readonly #operations = new Map<string, AbortController>()
  readonly #opened = Promise.withResolvers<EventStream | undefined>()
  readonly #onOver: () => void
  #state: State

  constructor(onOver: () => void) {
    this.#onOver = onOver
    this.#state = { is: 'reserved', expiry: setTimeout(() => this.end(), OPEN_WITHIN_MS) }
  }

  get isOpen(): boolean {
    return this.#state.is === 'open'
  }

  open(stream: EventStream): void {
    if (this.#state.is === 'reserved') clearTimeout(this.#state.expiry)
    this.#state = { is: 'open', stream }
    stream.gone.addEventListener('abort', () => this.end())
    this.#opened.resolve(stream)
  }

  /** Aborts when the operation is ended; undefined when the id is in use or too many operations run. */
  beginOperation(id: string): AbortSignal | undefined {
    if (this.#operations.has(id) || this.#operations.size >= MAX_OPERATIONS) return undefined
    const ending = new AbortController()
    this.#operations.set(id, ending)
    return ending.signal
  }

  endOperation(id: string): void {
    this.#operations.get(id)?.abort()
    this.#operations.delete(id)
  }

  /** Sends an operation's results under its id; breaks the stream off when they are lost, so that the client comes again. */
  async carry(id: string, results: AsyncIterable<ExecutionResult>, signal: AbortSignal): Promise<void> {
    const stream = await this.#opened.promise
    if (!stream) return
    try {
      for await (const payload of results) {
        if (signal.aborted) return
        await stream.send('next', JSON.stringify({ id, payload }))
      }
      if (!signal.aborted) await stream.send('complete', JSON.stringify({ id }))
      this.#operations.delete(id)
    } catch {
      stream.lose()
    }
  }

  /** Ends every operation and forgets the token; the stream itself is its client's or its server's to close. */
  end(): void {
    if (this.#state.is === 'over') return
    if (this.#state.is === 'reserved') clearTimeout(this.#state.expiry)
    this.#state = { is: 'over' }
    for (const ending of this.#operations.values()) ending.abort()
    this.#operations.clear()
    this.#opened.resolve(undefined)
    this.#onOver()
  }
}
