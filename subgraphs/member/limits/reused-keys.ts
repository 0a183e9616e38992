import { hash } from 'node:crypto'
import { Refusal } from '@lawang/schema/errors'
import { canonicalJson } from '@lawang/schema/exchange/chain'
import type { PseudonymOf } from '@lawang/trust/limits/pseudonyms'
import type { FileComplaint } from '../domain/model.ts'

/** Tells a client without a token that it has used a key of its own for something else. Nothing is told of others' keys. */
export interface ReusedKeys {
  /** Throws IDEMPOTENCY_CONFLICT where this network has filed another content under the key lately. */
  refuseOther(network: string | undefined, input: FileComplaint, now: number): void
  /** Notes what was filed. */
  note(network: string | undefined, input: FileComplaint, now: number): void
}

const MOST = 20_000

/**
 * Remembers pseudonyms and hashes in memory, for as long as the pseudonyms' salt lives: a mistake in a client shows at once or never.
 * What it forgets is filed as another complaint. `now` is in milliseconds.
 */
export function createReusedKeys(nameOf: PseudonymOf): ReusedKeys {
  const used = new Map<string, string>()
  const nameOfUse = (network: string | undefined, { door, idempotencyKey }: FileComplaint, now: number) =>
    idempotencyKey === undefined ? undefined : nameOf(JSON.stringify([network ?? '', door, idempotencyKey]), now)
  return {
    refuseOther(network, input, now) {
      const name = nameOfUse(network, input, now)
      const known = name === undefined ? undefined : used.get(name)
      if (known !== undefined && known !== contentOf(input)) throw new Refusal('IDEMPOTENCY_CONFLICT')
    },
    note(network, input, now) {
      const name = nameOfUse(network, input, now)
      if (name === undefined) return
      used.delete(name)
      used.set(name, contentOf(input))
      const [oldest] = used.keys()
      if (used.size > MOST && oldest !== undefined) used.delete(oldest)
    },
  }
}

function contentOf(input: FileComplaint): string {
  return hash('sha256', canonicalJson(input), 'base64')
}
