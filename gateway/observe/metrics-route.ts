import Fastify, { type FastifyInstance } from 'fastify'
import type { Metrics } from './metrics.ts'

/**
 * Serves the metrics at /metrics: of the gateway's server, or of one of its own, that need not be open to the world.
 * Returns what closes it.
 */
export async function addMetrics(
  gateway: FastifyInstance,
  metrics: Metrics,
  own: { readonly host: string; readonly port: number } | undefined,
): Promise<() => Promise<void>> {
  const server = own ? Fastify({ forceCloseConnections: true }) : gateway
  server.get('/metrics', async (_request, reply) => {
    const { contentType, body } = await metrics.text()
    return reply.header('content-type', contentType).send(body)
  })
  if (!own) return async () => {}
  await server.listen(own)
  return () => server.close()
}
