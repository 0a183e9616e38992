import { type Agreement, type HeldState, nameOfShown } from '@lawang/trust/session/agreement'

/** An assertion for one member, which is shown to it until it is known to hold it, and named from then on. */
export class ShownAssertion {
  readonly text: string
  readonly #name: string
  /** In what the member held the agreement of the session when it was shown this. */
  #heldIn: HeldState | undefined

  constructor(text: string) {
    this.text = text
    this.#name = nameOfShown(text)
  }

  /** What the assertion's field says in a request that is sent now: a member that has lost its agreement has lost this with it. */
  fieldBeside(agreement: Agreement | undefined): string {
    const isHeld = this.#heldIn !== undefined && this.#heldIn === agreement?.state
    return isHeld ? this.#name : this.text
  }

  /** The member has carried out a request that showed it. */
  taken(heldIn: HeldState): void {
    this.#heldIn = heldIn
  }
}
