import type { IncomingMessage } from 'node:http'
import { Refusal } from '@lawang/schema/errors'
import { type DocumentNode, type ExecutionArgs, GraphQLSchema, Kind, OperationTypeNode } from 'graphql'
import { CloseCode, type Context, makeServer, type Server, type SubscribePayload } from 'graphql-ws'
import type { WebSocket } from 'ws'
import { OperationRefused, type PreparedOperation } from '../execute/operation.ts'
import type { AskedSubscription } from './feeds.ts'
import { fitForClient, isFault } from './fit-for-client.ts'
import type { Outlet } from './outlet.ts'
import type { Running } from './run-operation.ts'
import type { SocketOutlet } from './socket-outlet.ts'
import { whenExpired } from './token-expiry.ts'

const INIT_TIMEOUT_MS = 5_000
const MAX_OPERATIONS = 100
/** "Try again later": standard clients reconnect after it. */
const TRY_AGAIN_LATER = 1013

type ConnectionParams = Record<string, unknown>
/** The socket, its upgrade request, and `gone`, which aborts when it has closed. */
export interface SocketExtra {
  readonly request: IncomingMessage
  readonly socket: WebSocket
  /** Where events go that are written once for all their subscribers. */
  readonly outlet: SocketOutlet
  readonly gone: AbortSignal
}
type SocketContext = Context<ConnectionParams, SocketExtra>

/** One operation of one socket. */
interface Begun extends AskedSubscription {
  readonly authorization: string | undefined
  readonly client: string | undefined
  readonly outlet: Outlet
  readonly socket: WebSocket
  readonly gone: AbortSignal
}

/**
 * The graphql-transport-ws side of the gateway: queries, mutations and subscriptions. A client whose upstream is lost has
 * its socket closed with 1013, since clients retry a lost connection and take `error` and `complete` as final. One whose
 * token expires, or whose right to act ends, has it closed with 4403, after which standard clients connect anew and can bring another token.
 */
export function protocolServer(running: Running): Server<SocketExtra> {
  const { operations, mandateEnds, onFault } = running
  const begun = new WeakMap<ExecutionArgs, Begun>()
  const begunBy = (args: ExecutionArgs): Begun => {
    const found = begun.get(args)
    if (!found) throw new Error('An operation is executed that was not prepared')
    return found
  }
  const told = (error: unknown) => {
    if (isFault(error)) onFault(error)
    return fitForClient(error)
  }
  return makeServer<ConnectionParams, SocketExtra>({
    connectionInitWaitTimeout: INIT_TIMEOUT_MS,
    onConnect: (context) => {
      const { socket } = context.extra
      const expire = () => socket.close(CloseCode.Forbidden, 'The token has expired')
      socket.once('close', whenExpired(authorizationOf(context), expire))
      const ended = () => socket.close(CloseCode.Forbidden, 'The right to act has ended')
      socket.once('close', mandateEnds.watch(authorizationOf(context), ended))
    },
    onSubscribe: async (context, id, payload) => {
      try {
        const operation = await begin(running, context, id, payload)
        const args = standIn(operation.prepared)
        begun.set(args, operation)
        return args
      } catch (error) {
        return told(error)
      }
    },
    execute: (args) => {
      const { prepared, authorization, client, gone } = begunBy(args)
      return operations.execute(prepared, { authorization, client, signal: gone })
    },
    subscribe: (args) => subscribe(running, begunBy(args)),
    onError: (_context, _id, _payload, errors) =>
      errors.flatMap((error) => (error.originalError ? told(error.originalError) : [error])),
  })
}

async function begin(
  { operations, admit, clientOf }: Running,
  context: SocketContext,
  id: string,
  payload: SubscribePayload,
): Promise<Begun> {
  if (Object.keys(context.subscriptions).length > MAX_OPERATIONS) throw new Refusal('TOO_MANY_SUBSCRIPTIONS')
  const { socket, outlet, gone } = context.extra
  const authorization = authorizationOf(context)
  admit?.(context.extra.request, authorization)
  const prepared = await operations.prepare(payload)
  const client = clientOf(context.extra.request)
  return { request: payload, prepared, authorization, client, outlet: outlet.forSubscription(id), socket, gone }
}

/**
 * The events go past graphql-ws, which is told only of the end: the generator gives no results. A generator that waits
 * inside `next` queues `return` behind it: `return` aborts the call instead, and the generator ends by that.
 */
function subscribe(running: Running, begun: Begun): AsyncGenerator<never> {
  const ending = new AbortController()
  const results = follow(running, begun, ending.signal)
  results.return = async () => {
    ending.abort()
    return { done: true, value: undefined }
  }
  return results
}

// biome-ignore lint/correctness/useYield: the results are written by the feed
async function* follow({ feeds }: Running, begun: Begun, signal: AbortSignal): AsyncGenerator<never, void, void> {
  const { authorization, outlet, socket } = begun
  const ending = await feeds.follow(begun, outlet, { authorization, signal })
  if (ending?.is === 'refused') throw new OperationRefused(ending.errors)
  if (ending?.is === 'lost') socket.close(TRY_AGAIN_LATER, ending.reason)
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
