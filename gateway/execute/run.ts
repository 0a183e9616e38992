import type { Variables } from '../plan/projection.ts'
import type { TypeRelations } from '../plan/type-relations.ts'
import type { Endpoint, Router } from '../route/router.ts'
import type { FoundErrors } from './found-errors.ts'
import type { CallOptions, JsonObject, MemberAnswer, Send } from './member-answer.ts'

/** What all executions share. */
export interface Network {
  readonly router: Router
  readonly send: Send
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
}

/** Sends an operation with the variables that it uses, and `extra` ones. */
export function request(
  run: Run,
  endpoint: Endpoint,
  operation: { readonly textJson: string; readonly variables: readonly string[] },
  extra?: Readonly<JsonObject>,
): Promise<MemberAnswer> {
  const variables: JsonObject = { ...extra }
  for (const name of operation.variables) variables[name] = run.variables[name]
  const body = `{"query":${operation.textJson},"variables":${JSON.stringify(variables)}}`
  return run.network.send(endpoint, body, run.call)
}
