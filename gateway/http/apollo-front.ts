import { ApolloServer, type ApolloServerOptionsWithGateway, type ApolloServerPlugin } from '@apollo/server'
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled'
import { REFUSALS } from '@lawang/schema/errors'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { type CallContext, OperationRefused, type Operations } from '../execute/operation.ts'
import { isTokenLimit, type Limits, tooManyTokens } from '../plan/limits.ts'
import type { Supergraph } from '../plan/supergraph.ts'
import { httpStatus } from './http-status.ts'

export interface FrontOptions {
  readonly supergraph: Supergraph
  readonly operations: Operations
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
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    introspection: true,
    formatError: (formatted, error) => formatError(formatted, error, options),
    plugins: [ApolloServerPluginLandingPageDisabled(), httpStatusPlugin()],
  })
  await apollo.start()
  return apollo
}

function gatewayOf({ supergraph, operations }: FrontOptions): ApolloServerOptionsWithGateway<CallContext>['gateway'] {
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: supergraph.publicSchema, coreSupergraphSdl: supergraph.publicSdl })
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
  const { authorization, signal } = context
  if (!(signal instanceof AbortSignal)) throw new TypeError('The call has no signal')
  return { signal, authorization: typeof authorization === 'string' ? authorization : undefined }
}

function formatError(formatted: GraphQLFormattedError, error: unknown, options: FrontOptions): GraphQLFormattedError {
  if (error instanceof GraphQLError && isTokenLimit(error)) return tooManyTokens(options.limits.maxTokens).toJSON()
  if (formatted.extensions?.code !== 'INTERNAL_SERVER_ERROR') return formatted
  options.onFault(error)
  return { message: REFUSALS.INTERNAL, extensions: { code: 'INTERNAL' } }
}

function httpStatusPlugin(): ApolloServerPlugin<CallContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ request, response }) => {
        if (response.body.kind !== 'single') return
        response.http.status = httpStatus(
          response.body.singleResult,
          request.http?.headers.get('accept'),
          response.http.status,
        )
      },
    }),
  }
}
