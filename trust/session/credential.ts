import { hash } from 'node:crypto'

/** The SHA-256 of a credential, in base64url: whoever has it was shown this text and no other. */
export function credentialName(text: string): string {
  return hash('sha256', text, 'base64url')
}

/** So often a server may have lost what it held before it is shown it with every request. */
const LOSSES = 2

/**
 * Something long that stays the same for many requests: the server that they are for is shown it until it has taken one of them, and
 * from then on its name is enough. A server that starts anew has forgotten it, and one of several processes has not seen what
 * another was shown: then it is shown again, and always after that has happened twice. A server that knows no names is shown it
 * always.
 */
export class Credential {
  readonly text: string
  /** The hash by which whoever was shown the text knows it. */
  readonly name: string
  #isHeld = false
  #losses = 0

  constructor(text: string) {
    this.text = text
    this.name = credentialName(text)
  }

  /** Whether its name is enough. */
  get isHeld(): boolean {
    return this.#isHeld
  }

  /** The server has taken a request in which it was shown. */
  taken(): void {
    if (this.#losses < LOSSES) this.#isHeld = true
  }

  /** The server has refused a request that named it; `isLost` where it has said that it does not know the name. */
  refused(isLost: boolean): void {
    if (!this.#isHeld) return
    this.#isHeld = false
    this.#losses = isLost ? this.#losses + 1 : LOSSES
  }
}
