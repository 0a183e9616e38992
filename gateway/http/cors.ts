import type { FastifyInstance } from 'fastify'

const ONE_DAY_SECONDS = 86_400

/**
 * Lets pages of any origin use the gateway. Nothing here is known by cookie, so that a page can do no more than
 * whoever wrote it; tokens are sent by the page itself.
 */
export function allowEveryOrigin(server: FastifyInstance): void {
  server.addHook('onRequest', async (_request, reply) => {
    // on the raw response, so that event streams that write it themselves have it too
    reply.raw.setHeader('access-control-allow-origin', '*')
  })
  server.options('/*', async (request, reply) => {
    const asked = request.headers['access-control-request-headers']
    return reply
      .code(204)
      .header('access-control-allow-methods', 'GET, POST, PUT, DELETE, OPTIONS')
      .header('access-control-allow-headers', asked ?? 'authorization, content-type')
      .header('access-control-max-age', ONE_DAY_SECONDS)
      .send()
  })
}
