import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import { type ExecutionResult, GraphQLError, type GraphQLSchema, getOperationAST, parse, validate } from 'graphql'
import {
  type CallContext,
  OperationRefused,
  type OperationRequest,
  type Operations,
  type PreparedOperation,
  type SubscriptionFetch,
} from '../execute/operation.ts'
import { attachLive, type LiveOptions } from './attach.ts'

/** The executor as the transports see it, without planning: one member, the client's operation sent on as it is. */
export class PassingOperations implements Operations {
  readonly #schema: GraphQLSchema
  readonly #url: () => string
  readonly #requests = new WeakMap<PreparedOperation, OperationRequest>()
  /** The calls of queries and mutations so far. */
  readonly calls: CallContext[] = []

  constructor(schema: GraphQLSchema, url: () => string) {
    this.#schema = schema
    this.#url = url
  }

  async prepare(request: OperationRequest): Promise<PreparedOperation> {
    const document = parse(request.query)
    const errors = validate(this.#schema, document)
    const operation = getOperationAST(document, request.operationName)
    if (errors.length > 0) throw new OperationRefused(errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED')))
    if (!operation) {
      throw new OperationRefused([coded(new GraphQLError('Unknown operation'), 'OPERATION_RESOLUTION_FAILURE')])
    }
    const prepared = { kind: operation.operation }
    this.#requests.set(prepared, request)
    return prepared
  }

  async execute(_prepared: PreparedOperation, call: CallContext): Promise<ExecutionResult> {
    this.calls.push(call)
    return { data: { hello: call.authorization ?? 'nobody' } }
  }

  subscriptionFetch(prepared: PreparedOperation): SubscriptionFetch {
    const request = this.#requests.get(prepared)
    if (!request) throw new Error('not prepared')
    return {
      contract: 'ticks',
      member: 'upstream',
      url: this.#url(),
      query: request.query,
      operationName: request.operationName ?? undefined,
      variables: request.variables ?? {},
      onEvent: async (payload) => asResult(payload),
    }
  }
}

function asResult(payload: unknown): ExecutionResult {
  const { data, errors } = payload as { data?: Record<string, unknown>; errors?: readonly GraphQLError[] }
  return {
    ...(data === undefined ? {} : { data }),
    ...(errors ? { errors: errors.map(({ message, extensions }) => new GraphQLError(message, { extensions })) } : {}),
  }
}

function coded(error: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(error.message, { extensions: { code } })
}

/** A server with the live transports and a JSON route at /graphql that only says that it was asked. */
export async function startGateway(
  operations: Operations,
  options: Partial<LiveOptions> = {},
): Promise<{ server: FastifyInstance; http: string; ws: string; faults: unknown[] }> {
  const faults: unknown[] = []
  // A client's connection that has not asked anything yet counts as busy, and would hold the closing up.
  const server = Fastify({ forceCloseConnections: true })
  attachLive(server, operations, { onFault: (error) => faults.push(error), ...options })
  server.route({ method: ['GET', 'POST'], url: '/graphql', handler: async () => ({ plain: true }) })
  await server.listen({ port: 0, host: '127.0.0.1' })
  const { port } = server.server.address() as AddressInfo
  return { server, faults, http: `http://127.0.0.1:${port}/graphql`, ws: `ws://127.0.0.1:${port}/graphql` }
}
