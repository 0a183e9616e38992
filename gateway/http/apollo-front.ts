import { ApolloServer, type ApolloServerOptionsWithGateway, type ApolloServerPlugin } from '@apollo/server'
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled'
import { REFUSALS } from '@lawang/schema/errors'
import { isTokenLimit, tooManyTokens } from '@lawang/schema/operation-size'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import type { Documents } from '../documents/documents.ts'
import { type CallContext, OperationRefused, type Operations } from '../execute/operation.ts'
import type { Limits } from '../plan/limits.ts'
import type { Supergraph } from '../plan/supergraph.ts'
import { httpStatus } from './http-status.ts'
import { inIndonesian, prefersIndonesian } from './spoken-language.ts'

export interface FrontOptions {
  readonly supergraph: Supergraph
  /** Tells each supergraph that takes the place of the one before. */
  readonly onSupergraph?: (listener: (supergraph: Supergraph) => void) => void
  readonly operations: Operations
  /** What clients may name by its hash. */
  readonly documents: Documents
  readonly limits: Limits
  /** Told of what clients see as INTERNAL only. */
  readonly onFault: (fault: unknown) => void
}

/**
 * GraphQL over HTTP by Apollo Server; the executor behind it is ours. Validation is switched off in Apollo because
 * the executor does it once for every transport, after the limits and together with the plan's cache.
 */
export async function createApolloFront(options: FrontOptions): Promise<ApolloServer<CallContext>> {
  const apollo = new ApolloServer<CallContext>({
    gateway: gatewayOf(options),
    dangerouslyDisableValidation: true,
    parseOptions: { maxTokens: options.limits.maxTokens },
    // requests that a page of another site may send without asking are refused by their content type and method
    csrfPrevention: false,
    persistedQueries: { cache: cacheOf(options.documents) },
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    introspection: true,
    formatError: errorFormatter(options),
    stringifyResult: (result) => JSON.stringify(result),
    plugins: [ApolloServerPluginLandingPageDisabled(), httpStatusPlugin()],
  })
  await apollo.start()
  return apollo
}

/** Apollo keeps automatic persisted queries behind a prefix; it checks the hash before it registers a text. */
function cacheOf(documents: Documents) {
  const hashIn = (key: string) => key.slice(key.lastIndexOf(':') + 1)
  return {
    get: async (key: string) => documents.get(hashIn(key)),
    set: async (key: string, text: string) => documents.register(hashIn(key), text),
    delete: async () => false,
  }
}

function gatewayOf(options: FrontOptions): ApolloServerOptionsWithGateway<CallContext>['gateway'] {
  const { supergraph, onSupergraph, operations } = options
  return {
    onSchemaLoadOrUpdate(callback) {
      const load = ({ publicSchema, publicSdl }: Supergraph) =>
        callback({ apiSchema: publicSchema, coreSupergraphSdl: publicSdl })
      load(supergraph)
      onSupergraph?.(load)
      return () => {}
    },
    async load() {
      return {
        executor: async ({ request, source, context }) => {
          try {
            const prepared = await operations.prepare({
              query: source,
              operationName: request.operationName,
              variables: request.variables,
            })
            return await operations.execute(prepared, callContext(context))
          } catch (error) {
            if (error instanceof OperationRefused) return { errors: error.errors }
            throw error
          }
        },
      }
    },
    async stop() {},
  }
}

/** Apollo types a gateway's context loosely; ours comes from the route. */
function callContext(context: Record<string, unknown>): CallContext {
  const { authorization, traceparent, client, signal } = context
  if (!(signal instanceof AbortSignal)) throw new TypeError('The call has no signal')
  return {
    signal,
    authorization: typeof authorization === 'string' ? authorization : undefined,
    traceparent: typeof traceparent === 'string' ? traceparent : undefined,
    client: typeof client === 'string' ? client : undefined,
  }
}

export type FormatError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError

/** Masks what clients may not know. Whatever answers GraphQL over HTTP formats its errors by it. */
export function errorFormatter({ limits, onFault }: Pick<FrontOptions, 'limits' | 'onFault'>): FormatError {
  return (formatted, error) => {
    if (error instanceof GraphQLError && isTokenLimit(error)) return tooManyTokens(limits.maxTokens).toJSON()
    if (formatted.extensions?.code !== 'INTERNAL_SERVER_ERROR') return formatted
    onFault(error)
    return { message: REFUSALS.INTERNAL, extensions: { code: 'INTERNAL' } }
  }
}

function httpStatusPlugin(): ApolloServerPlugin<CallContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ request, response }) => {
        if (response.body.kind !== 'single') return
        const { singleResult } = response.body
        if (singleResult.errors && prefersIndonesian(request.http?.headers.get('accept-language'))) {
          singleResult.errors = singleResult.errors.map(inIndonesian)
        }
        response.http.status = httpStatus(singleResult, request.http?.headers.get('accept'), response.http.status)
      },
    }),
  }
}
