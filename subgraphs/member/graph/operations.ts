import { REFUSALS } from '@lawang/schema/errors'
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql'

/** How many different operations are remembered; clients send the same few again and again. */
const REMEMBERED = 1024
/** Tokens of one document. */
const MAX_TOKENS = 10_000

/** `text` is the document as it is given to the executor. */
export type Operation = { readonly text: string } | { readonly errors: readonly GraphQLError[] }

/** Checks a document and names its operation; what was checked once is remembered, wrong ones too. */
export type CheckOperation = (query: string, operationName: string | undefined) => Operation

/** A checker of queries and mutations against a schema. `rules` are validated beyond those of the specification. */
export function operationChecker(schema: GraphQLSchema, rules: readonly ValidationRule[]): CheckOperation {
  const remembered = new Map<string, Operation>()
  return (query, operationName) => {
    // Written so that no other name and text run together to the same key: a refusal would be remembered for both.
    const key = `${JSON.stringify(operationName ?? null)} ${query}`
    const known = remembered.get(key)
    if (known) return known
    // The executor remembers what it compiled by the text alone: each operation of a document needs a text of its own.
    const text = operationName === undefined ? query : `${query}\n#${JSON.stringify(operationName)}`
    const checked = check(text, operationName, schema, rules)
    if (remembered.size >= REMEMBERED) forgetOldest(remembered)
    remembered.set(key, checked)
    return checked
  }
}

function forgetOldest(remembered: Map<string, Operation>): void {
  for (const oldest of remembered.keys()) {
    remembered.delete(oldest)
    return
  }
}

function check(
  text: string,
  operationName: string | undefined,
  schema: GraphQLSchema,
  rules: readonly ValidationRule[],
): Operation {
  const document = parseDocument(text)
  if (document instanceof GraphQLError) return { errors: [document] }
  const errors = validate(schema, document, [...specifiedRules, ...rules])
  if (errors.length > 0) return { errors: errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) }
  const operation = getOperationAST(document, operationName)
  if (!operation)
    return { errors: [refused('OPERATION_RESOLUTION_FAILURE', 'Name one operation of the document in operationName.')] }
  return operation.operation === 'subscription' ? { errors: [refused('SUBSCRIPTION_NEEDS_SOCKET')] } : { text }
}

function parseDocument(text: string): DocumentNode | GraphQLError {
  try {
    return parse(text, { maxTokens: MAX_TOKENS })
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    const isTooLarge = error.message.includes('Parsing aborted')
    return isTooLarge ? refused('QUERY_TOO_LARGE') : withCode(error, 'GRAPHQL_PARSE_FAILED')
  }
}

function refused(code: keyof typeof REFUSALS, message: string = REFUSALS[code]): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}

/** A rule's own code stays. */
function withCode(error: GraphQLError, code: string): GraphQLError {
  error.extensions.code ??= code
  return error
}
