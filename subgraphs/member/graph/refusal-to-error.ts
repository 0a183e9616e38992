import { REFUSALS, Refusal } from '@lawang/schema/errors'
import type { GraphQLError, GraphQLFormattedError } from 'graphql'

/** Told of every error that is no refusal: something is wrong in this server. */
export type ReportFault = (fault: unknown) => void

/**
 * The one place where errors become what clients see. A refusal keeps its code, sentence and facts; errors of the
 * GraphQL language keep theirs; anything else is reported and masked as INTERNAL, since its text may carry data.
 */
export function errorFormatter(report: ReportFault): (error: GraphQLError) => GraphQLFormattedError {
  return (error) => {
    const { locations } = error
    const path = error.path?.map(pathKey)
    const cause = refusalBehind(error)
    if (cause) return { message: cause.message, locations, path, extensions: { code: cause.code, ...cause.facts } }
    if (isOfTheLanguage(error)) {
      return {
        message: error.message,
        locations,
        path,
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED', ...error.extensions },
      }
    }
    report(error.originalError ?? error)
    return { message: REFUSALS.INTERNAL, locations, path, extensions: { code: 'INTERNAL' } }
  }
}

function refusalBehind(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  if (error instanceof Error && 'originalError' in error) return refusalBehind(error.originalError)
  return undefined
}

/** Parsing, validation and the coercion of variables have no path and nothing thrown by a resolver behind them. */
function isOfTheLanguage(error: GraphQLError): boolean {
  return error.path === undefined && (error.originalError === undefined || error.extensions.code !== undefined)
}

/** The compiled executor writes list indexes as text. */
function pathKey(key: string | number): string | number {
  return typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : key
}
