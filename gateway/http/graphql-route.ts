import type { ApolloServer } from '@apollo/server'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { CallContext } from '../execute/operation.ts'
import type { NameClient } from './client-names.ts'
import { acceptsGzip, compress, isCompressible } from './compression.ts'
import type { ShortWay } from './short-way.ts'

/** Serves GraphQL over HTTP at /graphql by Apollo; other methods get its 405. The short way learns from what it answers. */
export function addGraphqlRoute(
  server: FastifyInstance,
  apollo: ApolloServer<CallContext>,
  shortWay: ShortWay | undefined,
  clientOf: NameClient,
): void {
  const byApollo = fastifyApolloHandler(apollo, { context: async (request, reply) => callOf(request, reply, clientOf) })
  server.route({
    method: ['GET', 'POST', 'PUT', 'DELETE'],
    url: '/graphql',
    async handler(request, reply) {
      const body: unknown = await byApollo.call(this, request, reply)
      if (reply.statusCode === 200) shortWay?.learn(request.headers, reply.getHeader('content-type'))
      return typeof body === 'string' ? compressed(body, request, reply) : body
    },
  })
}

function compressed(body: string, request: FastifyRequest, reply: FastifyReply): string | Promise<Buffer> {
  if (!isCompressible(body)) return body
  reply.header('vary', 'accept-encoding')
  if (!acceptsGzip(request.headers['accept-encoding'])) return body
  reply.header('content-encoding', 'gzip')
  return compress(body)
}

/** The call ends when its connection closes before the answer has gone out. */
function callOf(request: FastifyRequest, reply: FastifyReply, clientOf: NameClient): CallContext {
  const controller = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort()
  })
  const { authorization, traceparent } = request.headers
  return {
    authorization,
    traceparent: typeof traceparent === 'string' ? traceparent : undefined,
    client: clientOf(request.raw),
    signal: controller.signal,
  }
}
