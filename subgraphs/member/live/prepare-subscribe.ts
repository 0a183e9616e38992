import type { IncomingMessage } from 'node:http'
import { Refusal } from '@lawang/schema/errors'
import { type ExecutionArgs, GraphQLError, type GraphQLSchema, getOperationAST } from 'graphql'
import type { Context, SubscribePayload } from 'graphql-ws'
import type { WebSocket } from 'ws'
import { readDocument } from '../graph/read-document.ts'
import type { SocketOptions } from './serve-socket.ts'

const MAX_OPERATIONS = 100

export type ConnectionParams = Record<string, unknown>

/** A socket and the request by which it was opened. */
export interface SocketExtra {
  readonly request: IncomingMessage
  readonly socket: WebSocket
}

interface Surroundings {
  readonly schema: GraphQLSchema
  readonly context: SocketOptions['context']
}

/** One operation of a socket: what to execute it with, and how it is ended. */
export interface PreparedSubscribe {
  readonly args: ExecutionArgs
  readonly renewContext: () => Promise<unknown>
  /** Aborting it aborts the signal of every context of the operation. */
  readonly ending: AbortController
}

/** One operation made ready, or the errors to answer instead. Never rejects. */
export async function prepareSubscribe(
  surroundings: Surroundings,
  socket: Context<ConnectionParams, SocketExtra>,
  payload: SubscribePayload,
): Promise<PreparedSubscribe | readonly GraphQLError[]> {
  try {
    if (Object.keys(socket.subscriptions).length > MAX_OPERATIONS) throw new Refusal('TOO_MANY_SUBSCRIPTIONS')
    const document = readDocument(payload.query, surroundings.schema)
    if (!('kind' in document)) return document
    if (!getOperationAST(document, payload.operationName)) {
      throw new Refusal('OPERATION_RESOLUTION_FAILURE', 'Name one operation of the document in operationName.')
    }
    const ending = new AbortController()
    const authorization = authorizationOf(socket)
    const renewContext = () => surroundings.context(authorization, socket.extra.request, ending.signal)
    const args = {
      schema: surroundings.schema,
      document,
      operationName: payload.operationName,
      variableValues: payload.variables,
      contextValue: await renewContext(),
    }
    return { args, renewContext, ending }
  } catch (error) {
    return [asGraphQLError(error)]
  }
}

/** What the connection's parameters say, else the header of the request that opened it. */
export function authorizationOf(socket: Context<ConnectionParams, SocketExtra>): string | undefined {
  const named = socket.connectionParams?.authorization ?? socket.connectionParams?.Authorization
  return typeof named === 'string' ? named : socket.extra.request.headers.authorization
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error
  const originalError = error instanceof Error ? error : new Error(String(error))
  return new GraphQLError(originalError.message, { originalError })
}
