import type { ApolloServer } from '@apollo/server'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { CallContext } from '../execute/operation.ts'
import { compressed } from './compression.ts'
import type { ShortWay } from './short-way.ts'

/**
 * Serves GraphQL over HTTP at /graphql; other methods get Apollo's 405. With a short way, what it knows takes it and
 * Apollo answers the rest.
 */
export function addGraphqlRoute(
  server: FastifyInstance,
  apollo: ApolloServer<CallContext>,
  shortWay: ShortWay | undefined,
): void {
  const byApollo = fastifyApolloHandler(apollo, { context: async (request, reply) => callOf(request, reply) })
  server.route({
    method: ['GET', 'POST', 'PUT', 'DELETE'],
    url: '/graphql',
    async handler(request, reply) {
      const known = shortWay?.find(request)
      if (known && shortWay) {
        return compressed(await shortWay.answer(known, callOf(request, reply), reply), request, reply)
      }
      const body: unknown = await byApollo.call(this, request, reply)
      if (reply.statusCode === 200) shortWay?.learn(request, reply)
      return typeof body === 'string' ? compressed(body, request, reply) : body
    },
  })
}

/** The call ends when its connection closes before the answer has gone out. */
function callOf(request: FastifyRequest, reply: FastifyReply): CallContext {
  const controller = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort()
  })
  const { authorization, traceparent } = request.headers
  return {
    authorization,
    traceparent: typeof traceparent === 'string' ? traceparent : undefined,
    signal: controller.signal,
  }
}
