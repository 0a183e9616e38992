import type { Actor } from '../domain/model.ts'
import type { MemberServices } from '../ports.ts'
import type { Loaders } from './loaders.ts'

/** What a resolver may use: made once per request, and once per WebSocket for its subscriptions. */
export interface GraphContext {
  readonly services: MemberServices
  readonly actor: Actor
  readonly loaders: Loaders
  /** The moment at which the question is asked; deadlines are overdue relative to it. */
  readonly now: () => Date
}

/** A context for one request. */
export type CreateContext = (actor: Actor) => GraphContext
