import type { Origins } from '@lawang/trust/http/origins'
import type { FastifyInstance } from 'fastify'

const ONE_DAY_SECONDS = 86_400

/**
 * Lets pages of these origins use the gateway. Nothing here is known by cookie, so that a page can do no more than
 * whoever wrote it; tokens are sent by the page itself. Other pages' browsers keep the answer from them, and do not send
 * what they have to ask for first.
 */
export function allowOrigins(server: FastifyInstance, origins: Origins): void {
  server.addHook('onRequest', (request, reply, done) => {
    const fields = origins.fieldsFor(request.headers.origin)
    // on the raw response, so that event streams that write it themselves have it too
    for (let at = 0; at < fields.length; at += 2) reply.raw.setHeader(fields[at] ?? '', fields[at + 1] ?? '')
    done()
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
