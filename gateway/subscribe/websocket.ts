import type { IncomingMessage } from 'node:http'
import { Refusal } from '@lawang/schema/errors'
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLSchema,
  Kind,
  OperationTypeNode,
} from 'graphql'
import { type Context, makeServer, type Server, type SubscribePayload } from 'graphql-ws'
import type { WebSocket } from 'ws'
import type { Operations, PreparedOperation } from '../execute/operation.ts'
import { carrySubscription } from './carry-subscription.ts'
import { fitForClient, isFault } from './fit-for-client.ts'
import { type Upstream, UpstreamLost } from './upstream.ts'

const INIT_TIMEOUT_MS = 5_000
const MAX_OPERATIONS = 100
/** "Try again later": standard clients reconnect after it. */
const TRY_AGAIN_LATER = 1013

type ConnectionParams = Record<string, unknown>
/** The socket, its upgrade request, and `gone`, which aborts when it has closed. */
export interface SocketExtra {
  readonly request: IncomingMessage
  readonly socket: WebSocket
  readonly gone: AbortSignal
}
type SocketContext = Context<ConnectionParams, SocketExtra>

/** One operation of one socket. */
interface Running {
  readonly prepared: PreparedOperation
  readonly authorization: string | undefined
  readonly socket: WebSocket
  readonly gone: AbortSignal
}

/**
 * The graphql-transport-ws side of the gateway: queries, mutations and subscriptions. A client whose upstream is lost has
 * its socket closed with 1013, since clients retry a lost connection and take `error` and `complete` as final.
 */
export function protocolServer(
  operations: Operations,
  upstream: Upstream,
  onFault: (error: unknown) => void,
): Server<SocketExtra> {
  const running = new WeakMap<ExecutionArgs, Running>()
  const runningOf = (args: ExecutionArgs): Running => {
    const found = running.get(args)
    if (!found) throw new Error('An operation is executed that was not prepared')
    return found
  }
  const told = (error: unknown) => {
    if (isFault(error)) onFault(error)
    return fitForClient(error)
  }
  return makeServer<ConnectionParams, SocketExtra>({
    connectionInitWaitTimeout: INIT_TIMEOUT_MS,
    onSubscribe: async (context, _id, payload) => {
      try {
        const operation = await begin(operations, context, payload)
        const args = standIn(operation.prepared)
        running.set(args, operation)
        return args
      } catch (error) {
        return told(error)
      }
    },
    execute: (args) => {
      const { prepared, authorization, gone } = runningOf(args)
      return operations.execute(prepared, { authorization, signal: gone })
    },
    subscribe: (args) => subscribe(operations, upstream, runningOf(args)),
    onError: (_context, _id, _payload, errors) =>
      errors.flatMap((error) => (error.originalError ? told(error.originalError) : [error])),
  })
}

async function begin(operations: Operations, context: SocketContext, payload: SubscribePayload): Promise<Running> {
  if (Object.keys(context.subscriptions).length > MAX_OPERATIONS) throw new Refusal('TOO_MANY_SUBSCRIPTIONS')
  const { socket, gone } = context.extra
  return { prepared: await operations.prepare(payload), authorization: authorizationOf(context), socket, gone }
}

/**
 * A generator that waits inside `next` queues `return` behind it, so a quiet subscription would outlive its client:
 * `return` aborts the call instead, and the generator ends by that.
 */
function subscribe(operations: Operations, upstream: Upstream, running: Running): AsyncGenerator<ExecutionResult> {
  const ending = new AbortController()
  const results = follow(operations, upstream, running, ending.signal)
  results.return = async () => {
    ending.abort()
    return { done: true, value: undefined }
  }
  return results
}

async function* follow(
  operations: Operations,
  upstream: Upstream,
  { prepared, authorization, socket }: Running,
  signal: AbortSignal,
): AsyncGenerator<ExecutionResult, void, void> {
  try {
    yield* carrySubscription(operations.subscriptionFetch(prepared), upstream, { authorization, signal })
  } catch (error) {
    if (!(error instanceof UpstreamLost)) throw error
    socket.close(TRY_AGAIN_LATER, error.message)
  }
}

function authorizationOf({ connectionParams, extra }: SocketContext): string | undefined {
  const headers = connectionParams?.headers
  const places = [connectionParams, typeof headers === 'object' && headers !== null ? headers : undefined]
  for (const place of places) {
    for (const [name, value] of Object.entries(place ?? {})) {
      if (name.toLowerCase() === 'authorization' && typeof value === 'string') return value
    }
  }
  return extra.request.headers.authorization
}

const NO_SCHEMA = new GraphQLSchema({})
const DOCUMENTS: Readonly<Record<PreparedOperation['kind'], DocumentNode>> = {
  query: documentOf(OperationTypeNode.QUERY),
  mutation: documentOf(OperationTypeNode.MUTATION),
  subscription: documentOf(OperationTypeNode.SUBSCRIPTION),
}

function documentOf(operation: OperationTypeNode): DocumentNode {
  const selectionSet = { kind: Kind.SELECTION_SET, selections: [] } as const
  return { kind: Kind.DOCUMENT, definitions: [{ kind: Kind.OPERATION_DEFINITION, operation, selectionSet }] }
}

/** graphql-ws asks a document only which kind of operation it holds; what is run is the prepared operation. */
function standIn(prepared: PreparedOperation): ExecutionArgs {
  return { schema: NO_SCHEMA, document: DOCUMENTS[prepared.kind], contextValue: undefined, rootValue: undefined }
}
