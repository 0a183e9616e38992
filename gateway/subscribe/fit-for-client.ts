import { REFUSALS, Refusal } from '@lawang/schema/errors'
import { GraphQLError } from 'graphql'
import { OperationRefused } from '../execute/operation.ts'

/** What a client may be told of a failure: refusals as they are, everything else masked. */
export function fitForClient(error: unknown): readonly GraphQLError[] {
  if (error instanceof OperationRefused) return error.errors
  if (error instanceof Refusal) {
    return [new GraphQLError(error.message, { extensions: { code: error.code, ...error.facts } })]
  }
  return [new GraphQLError(REFUSALS.INTERNAL, { extensions: { code: 'INTERNAL' } })]
}

/** Whether `fitForClient` hides what happened, so that it belongs into the log. */
export function isFault(error: unknown): boolean {
  return !(error instanceof OperationRefused || error instanceof Refusal)
}
