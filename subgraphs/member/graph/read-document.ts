import { isTokenLimit, refuseOversized, type SizeLimits, tooManyTokens } from '@lawang/schema/operation-size'
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  MaxIntrospectionDepthRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql'

/** More than a gateway lets through: it adds keys to what it was asked for, and asks for many rows at once. */
const LIMITS: SizeLimits = {
  maxTokens: 10_000,
  maxDepth: 20,
  maxFields: 4_000,
  maxAliases: 500,
  maxRootFields: 200,
  maxRepeats: 200,
}
const RULES = [...specifiedRules, MaxIntrospectionDepthRule]
const MAX_ERRORS = 20

/**
 * Parses, measures and validates a document, in this order: what is too large is refused before rules that compare its
 * fields with one another. Gives the errors, each with a code, of one that cannot be executed. Never throws them.
 */
export function readDocument(text: string, schema: GraphQLSchema): DocumentNode | readonly GraphQLError[] {
  const document = parseDocument(text)
  if (document instanceof GraphQLError) return [document]
  const oversized = refuseOversized(document, LIMITS)
  if (oversized) return [oversized]
  const errors = validate(schema, document, RULES, { maxErrors: MAX_ERRORS })
  return errors.length > 0 ? errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) : document
}

function parseDocument(text: string): DocumentNode | GraphQLError {
  try {
    return parse(text, { maxTokens: LIMITS.maxTokens })
  } catch (error) {
    // the parser goes as deep as the text does, and has no stack left before it has counted the tokens
    if (error instanceof RangeError) return tooManyTokens(LIMITS.maxTokens)
    if (!(error instanceof GraphQLError)) throw error
    return isTokenLimit(error) ? tooManyTokens(LIMITS.maxTokens) : withCode(error, 'GRAPHQL_PARSE_FAILED')
  }
}

/** A rule's own code stays. */
function withCode(error: GraphQLError, code: string): GraphQLError {
  error.extensions.code ??= code
  return error
}
