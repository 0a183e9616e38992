import type { IncomingMessage } from 'node:http'
import { Refusal } from '@lawang/schema/errors'
import {
  type DocumentNode,
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  parse,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql'
import type { Context, SubscribePayload } from 'graphql-ws'

const MAX_OPERATIONS = 100
const MAX_TOKENS = 5_000

export type ConnectionParams = Record<string, unknown>

interface Surroundings {
  readonly schema: GraphQLSchema
  readonly rules?: readonly ValidationRule[]
  readonly context: (authorization: string | undefined, signal: AbortSignal) => Promise<unknown>
}

/** The arguments to execute one operation of a socket with, or the errors to answer instead. Never rejects. */
export async function prepareSubscribe(
  surroundings: Surroundings,
  socket: Context<ConnectionParams, { readonly request: IncomingMessage }>,
  payload: SubscribePayload,
  signal: AbortSignal,
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  try {
    if (Object.keys(socket.subscriptions).length > MAX_OPERATIONS) throw new Refusal('TOO_MANY_SUBSCRIPTIONS')
    const document = parseDocument(payload.query)
    const errors = validate(surroundings.schema, document, [...specifiedRules, ...(surroundings.rules ?? [])])
    if (errors.length > 0) return errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'))
    return {
      schema: surroundings.schema,
      document,
      operationName: payload.operationName,
      variableValues: payload.variables,
      contextValue: await surroundings.context(authorizationOf(socket), signal),
    }
  } catch (error) {
    return [asGraphQLError(error)]
  }
}

function parseDocument(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens: MAX_TOKENS })
  } catch (error) {
    throw error instanceof GraphQLError ? withCode(error, 'GRAPHQL_PARSE_FAILED') : error
  }
}

function authorizationOf(socket: Context<ConnectionParams, { readonly request: IncomingMessage }>): string | undefined {
  const named = socket.connectionParams?.authorization ?? socket.connectionParams?.Authorization
  return typeof named === 'string' ? named : socket.extra.request.headers.authorization
}

/** Codes that the error carries already, such as a depth rule's, stay. */
function withCode(error: GraphQLError, code: string): GraphQLError {
  error.extensions.code ??= code
  return error
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error
  const originalError = error instanceof Error ? error : new Error(String(error))
  return new GraphQLError(originalError.message, { originalError })
}
