import { REFUSALS, Refusal } from '@lawang/schema/errors'
import { hideValues } from '@lawang/schema/hide-values'
import type { GraphQLError, GraphQLFormattedError } from 'graphql'

/** Told of every error that is no refusal: something is wrong in this server. */
export type ReportFault = (fault: unknown) => void

export type FormatError = (error: GraphQLError) => GraphQLFormattedError

/**
 * The one place where errors become what clients see. A refusal keeps its code, sentence and facts; errors of the
 * GraphQL language keep theirs, without the values that were sent; anything else is reported and masked as INTERNAL, since its
 * text may carry data. `refused` is told of every refusal.
 */
export function errorFormatter(report: ReportFault, refused: (refusal: Refusal) => void = () => {}): FormatError {
  return (error) => {
    const place = { locations: error.locations, path: error.path?.map(pathKey) }
    const refusal = refusalBehind(error)
    if (refusal) {
      refused(refusal)
      return { message: refusal.message, ...place, extensions: { code: refusal.code, ...refusal.facts } }
    }
    if (isOfTheLanguage(error)) {
      return {
        message: hideValues(error.message),
        ...place,
        extensions: { code: 'BAD_USER_INPUT', ...error.extensions },
      }
    }
    report(error.originalError ?? error)
    return { message: REFUSALS.INTERNAL, ...place, extensions: { code: 'INTERNAL' } }
  }
}

function refusalBehind(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  if (error instanceof Error && 'originalError' in error) return refusalBehind(error.originalError)
  return undefined
}

/**
 * Parsing and validation say so by a code; what else has a place in the document but no path is the coercion of
 * variables, which happens before any resolver runs. Errors of the compiled executor come without extensions.
 */
function isOfTheLanguage({ path, locations, extensions }: Partial<GraphQLError>): boolean {
  return path === undefined && (extensions?.code !== undefined || locations !== undefined)
}

/** The compiled executor writes list indexes as text. */
function pathKey(key: string | number): string | number {
  return typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : key
}
