import type { Actor } from '../domain/model.ts'
import type { MemberServices } from '../ports.ts'
import type { Loaders } from './loaders.ts'

/** What a resolver may use: made once per operation. */
export interface GraphContext {
  readonly services: MemberServices
  readonly actor: Actor
  readonly loaders: Loaders
  /** The asker is known by a receipt's secret, of which this is the SHA-256 (hex): said before the complaint is loaded. */
  readonly noteSecret: (secretHash: string) => void
  /** The moment at which the question is asked; deadlines are overdue relative to it. */
  readonly now: () => Date
  /** Aborts when the asker has gone: a subscription's event source ends then. */
  readonly signal: AbortSignal
}
