import type { Actor } from '../domain/model.ts'

/** How long a token is taken without another look at its signature: so long a key that was withdrawn lives on. */
const KEPT_MS = 30_000
const MOST = 2_000

/** Tokens that were verified a moment ago, so that the next request of the same bearer costs no signature. */
export class VerifiedTokens {
  readonly #known = new Map<string, { readonly actor: Actor; readonly until: number }>()

  /** Times are milliseconds. */
  find(token: string, now: number): Actor | undefined {
    const known = this.#known.get(token)
    return known && now < known.until ? known.actor : undefined
  }

  keep(token: string, actor: Actor, { now, expires }: { readonly now: number; readonly expires: number }): void {
    for (const oldest of this.#known.keys()) {
      if (this.#known.size < MOST) break
      this.#known.delete(oldest)
    }
    this.#known.delete(token)
    this.#known.set(token, { actor, until: Math.min(now + KEPT_MS, expires) })
  }
}
