/**
 * Tells when nobody waits for an answer any more. Any AbortSignal is one; requests over HTTP get one that costs a tenth of
 * that, because almost none of them is ever aborted.
 */
export interface CallSignal {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** A signal that its owner aborts. Listeners are called once, in the order in which they came. */
export class OwnedSignal implements CallSignal {
  #listeners: (() => void)[] = []
  #aborted = false

  get aborted(): boolean {
    return this.#aborted
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.push(listener)
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    const place = this.#listeners.indexOf(listener)
    if (place >= 0) this.#listeners.splice(place, 1)
  }

  abort(): void {
    if (this.#aborted) return
    this.#aborted = true
    const listeners = this.#listeners
    this.#listeners = []
    for (const listener of listeners) listener()
  }
}

/** A signal that aborts with another one, or by itself. `release` has to be called when it is of no more use. */
export class LinkedSignal extends OwnedSignal {
  readonly #other: CallSignal
  readonly #follow = () => this.abort()

  constructor(other: CallSignal) {
    super()
    this.#other = other
    if (other.aborted) this.abort()
    else other.addEventListener('abort', this.#follow)
  }

  release(): void {
    this.#other.removeEventListener('abort', this.#follow)
  }
}
