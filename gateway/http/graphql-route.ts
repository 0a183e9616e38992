import type { ApolloServer } from '@apollo/server'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { CallContext } from '../execute/operation.ts'

/** Serves GraphQL over HTTP at /graphql; other methods get Apollo's 405. */
export function addGraphqlRoute(server: FastifyInstance, apollo: ApolloServer<CallContext>): void {
  server.route({
    method: ['GET', 'POST', 'PUT', 'DELETE'],
    url: '/graphql',
    handler: fastifyApolloHandler(apollo, { context: async (request, reply) => callOf(request, reply) }),
  })
}

/** The call ends when its connection closes before the answer has gone out. */
function callOf(request: FastifyRequest, reply: FastifyReply): CallContext {
  const controller = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort()
  })
  return { authorization: request.headers.authorization, signal: controller.signal }
}
