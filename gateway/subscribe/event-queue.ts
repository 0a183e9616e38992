import { UpstreamLost } from './upstream.ts'

type State = { readonly is: 'open' } | { readonly is: 'ended' } | { readonly is: 'failed'; readonly error: Error }

/** Holds what has come for one subscriber until it takes it; read by one reader, once. */
export class EventQueue<T> implements AsyncIterable<T> {
  readonly #limit: number
  #waiting: T[] = []
  #state: State = { is: 'open' }
  #wake: () => void = () => {}

  /** With more than `limit` events waiting the queue fails with `UpstreamLost`: memory is bounded, loss is told. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Whether the event was taken: not when the queue has ended or failed, be it by this event. */
  push(event: T): boolean {
    if (this.#waiting.length >= this.#limit) {
      this.fail(new UpstreamLost('The subscriber takes events more slowly than they come'))
    }
    if (this.#state.is !== 'open') return false
    this.#waiting.push(event)
    this.#wake()
    return true
  }

  /** Ends after what is waiting. */
  end(): void {
    this.#finish({ is: 'ended' })
  }

  /** Fails after what is waiting. */
  fail(error: Error): void {
    this.#finish({ is: 'failed', error })
  }

  /** Ends now: nobody reads any more. */
  cancel(): void {
    this.#waiting = []
    this.#finish({ is: 'ended' })
  }

  #finish(state: State): void {
    if (this.#state.is === 'open') this.#state = state
    this.#wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    for (;;) {
      for (let event = this.#waiting.shift(); event !== undefined; event = this.#waiting.shift()) yield event
      if (this.#state.is === 'failed') throw this.#state.error
      if (this.#state.is === 'ended') return
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}
