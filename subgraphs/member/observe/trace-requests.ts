import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { OpenSpan, Tracing } from './tracing.ts'

/** Every POST that has a route is a span, in the trace of who sends it. Call it before the routes are registered. */
export function traceRequests(app: FastifyInstance, tracing: Tracing): void {
  const spans = new WeakMap<FastifyRequest, OpenSpan>()
  // By now the body has been read, whose events would run outside of the span.
  app.addHook('preHandler', (request, _reply, done) => {
    const route = request.routeOptions.url
    if (request.method !== 'POST' || route === undefined) return done()
    const { traceparent } = request.headers
    const attributes = { 'http.request.method': 'POST', 'http.route': route }
    const start = { name: `POST ${route}`, kind: 'server', attributes } as const
    const span = tracing.begin(start, typeof traceparent === 'string' ? traceparent : undefined)
    spans.set(request, span)
    span.run(done)
  })
  app.addHook('onResponse', async (request, reply) => spans.get(request)?.end(reply.statusCode >= 500))
}
