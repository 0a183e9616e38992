import type { Variables } from '../plan/projection.ts'
import type { TypeRelations } from '../plan/type-relations.ts'
import type { Ask, AskAnswer } from '../route/ask.ts'
import type { LastKnown } from '../route/last-known.ts'
import type { Endpoint, Router } from '../route/router.ts'
import type { FoundErrors } from './found-errors.ts'
import type { AskEntities } from './gather-entities.ts'
import type { CallOptions, JsonObject } from './member-answer.ts'

/** What all executions share. */
export interface Network {
  readonly router: Router
  /** Asks root fields. */
  readonly ask: Ask
  readonly askEntities: AskEntities
  /** What is known elsewhere of complaints whose member does not answer; undefined where there is no such place. */
  readonly lastKnown?: LastKnown | undefined
  readonly types: TypeRelations
}

/** One execution of one plan: what is asked, and what has been found so far. */
export interface Run {
  readonly network: Network
  readonly call: CallOptions
  /** Coerced, by the names that the plan uses. */
  readonly variables: Variables
  /** What members have answered, by the plan's keys. */
  readonly data: JsonObject
  readonly errors: FoundErrors
  /** The body that `data` was read from, while it is of one whole answer and nothing else. */
  text: string | undefined
}

/** Asks one of the endpoints an operation on root fields, with the variables that it uses. */
export function request(
  run: Run,
  endpoints: readonly Endpoint[],
  repeatable: boolean,
  operation: { readonly textJson: string; readonly variables: readonly string[] },
): Promise<AskAnswer> {
  const variables: JsonObject = {}
  for (const name of operation.variables) variables[name] = run.variables[name]
  const body = `{"query":${operation.textJson},"variables":${JSON.stringify(variables)}}`
  return run.network.ask(endpoints, body, run.call, repeatable)
}
