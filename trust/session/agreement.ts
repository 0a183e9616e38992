import { hash } from 'node:crypto'

/** The SHA-256 of what a server is shown, in base64url: whoever has it was shown this text and no other. */
export function nameOfShown(text: string): string {
  return hash('sha256', text, 'base64url')
}

/** So often a server may have lost what it held before it is always shown it. */
const LOSSES = 2

/** Whether the server that an agreement is with is known to hold it, and how often that has turned out to be wrong. */
export type AgreementState =
  | { readonly kind: 'SHOWN'; readonly losses: number }
  | { readonly kind: 'HELD'; readonly losses: number }
  | { readonly kind: 'GIVEN_UP' }

export type HeldState = Extract<AgreementState, { kind: 'HELD' }>

const GIVEN_UP: AgreementState = { kind: 'GIVEN_UP' }

/**
 * The agreement on a session's key: the other server is shown it until it has carried out a request that showed it, and from then on its
 * name is enough, and the name of what else was shown meanwhile. A server that starts anew has forgotten all of it, and one of several
 * processes has not seen what another was shown: then it is shown again, and always after that has happened twice.
 *
 * Each state is an object of its own. A request is sent in one of them, and what comes of it counts while that lasts: of many requests
 * that were under way together one changes it.
 */
export class Agreement {
  readonly text: string
  readonly name: string
  #state: AgreementState = { kind: 'SHOWN', losses: 0 }

  constructor(text: string) {
    this.text = text
    this.name = nameOfShown(text)
  }

  get state(): AgreementState {
    return this.#state
  }

  /** The server has carried out a request that was sent in this state. Gives the state in which it holds what that has shown. */
  taken(sentIn: AgreementState): HeldState | undefined {
    if (sentIn !== this.#state || sentIn.kind === 'GIVEN_UP') return undefined
    if (sentIn.kind === 'HELD') return sentIn
    const held: HeldState = { kind: 'HELD', losses: sentIn.losses }
    this.#state = held
    return held
  }

  /** The server does not hold what a request has named that was sent in this state. */
  lost(sentIn: AgreementState): void {
    if (sentIn !== this.#state || sentIn.kind !== 'HELD') return
    const losses = sentIn.losses + 1
    this.#state = losses < LOSSES ? { kind: 'SHOWN', losses } : GIVEN_UP
  }

  /** The server takes no names, as it says to a request that was sent in this state: it is always shown from now on. */
  giveUp(sentIn: AgreementState): void {
    if (sentIn === this.#state) this.#state = GIVEN_UP
  }
}
