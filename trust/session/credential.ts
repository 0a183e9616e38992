import { hash } from 'node:crypto'

/** The SHA-256 of a credential, in base64url: whoever has it was shown this text and no other. */
export function credentialName(text: string): string {
  return hash('sha256', text, 'base64url')
}

/** So often a server may have lost what it held before it is always shown it. */
const LOSSES = 2

/**
 * Something long that stays the same for many requests: the server that they are for is shown it until it has taken one that showed
 * it, and from then on its name is enough. A server that starts anew has forgotten it, and one of several processes has not seen what
 * another was shown: then it is shown again, and always after that has happened twice.
 */
export class Credential {
  readonly text: string
  /** The hash by which whoever was shown the text knows it. */
  readonly name: string
  #isHeld = false
  /** How often it has become held. */
  #times = 0
  #losses = 0

  constructor(text: string) {
    this.text = text
    this.name = credentialName(text)
  }

  /** Whether its name is enough. */
  get isHeld(): boolean {
    return this.#isHeld
  }

  /** Whether it is always shown from now on. */
  get isGivenUp(): boolean {
    return this.#losses >= LOSSES
  }

  /** How a request carries it that is sent now. */
  carried(isNamed: boolean): Carried {
    return { credential: this, namedAt: isNamed ? this.#times : undefined }
  }

  /** The server has taken a request in which it was shown. */
  taken(): void {
    if (this.#isHeld || this.isGivenUp) return
    this.#isHeld = true
    this.#times += 1
  }

  /** The server does not know the name by which a request carried it; of those that were under way together, one counts. */
  lost({ namedAt }: Carried): void {
    if (!this.#isHeld || namedAt !== this.#times) return
    this.#isHeld = false
    this.#losses += 1
  }

  /** It is always shown from now on. */
  giveUp(): void {
    this.#isHeld = false
    this.#losses = LOSSES
  }
}

/** How one request carried a credential: named, and at which of the times at which it was held, or shown. */
export interface Carried {
  readonly credential: Credential
  /** Undefined where it was shown. */
  readonly namedAt: number | undefined
}
