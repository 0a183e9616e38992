import type { FormattedExecutionResult } from 'graphql'

/** Refusals of a request that is well-formed HTTP: GraphQL over HTTP answers them 200 under application/json. */
const REQUEST_ERRORS: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
  'QUERY_TOO_DEEP',
  'QUERY_TOO_LARGE',
  'SUBSCRIPTION_NEEDS_SOCKET',
  'INTERNAL',
])

/**
 * The status of an answer. With data, null included, it is 200 or what was set before. A request that was not executed is 400
 * for clients that know `application/graphql-response+json`, and 200 for those that only take `application/json`.
 */
export function httpStatus(
  result: FormattedExecutionResult,
  accept: string | undefined,
  chosen: number | undefined,
): number | undefined {
  if (result.data !== undefined || !result.errors?.length) return chosen
  if (!result.errors.every((error) => REQUEST_ERRORS.has(error.extensions?.code))) return chosen
  return accept?.includes('application/graphql-response+json') ? 400 : 200
}
