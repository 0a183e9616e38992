import type { FastifyInstance, FastifyRequest } from 'fastify'

/** The bytes of a signed request's body; undefined where it has none, or no signature. */
export type BodyOf = (request: FastifyRequest) => Buffer | undefined

/** Keeps the bytes of a JSON body where a signature covers them: what was parsed cannot be digested again. */
export function keepBodies(app: FastifyInstance): BodyOf {
  const kept = Symbol('the bytes of the body')
  const parse = app.getDefaultJsonParser('error', 'error')
  app.decorateRequest(kept, undefined)
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (request.headers['signature-input'] !== undefined) request.setDecorator(kept, body)
    parse(request, body.toString('utf8'), done)
  })
  return (request) => request.getDecorator<Buffer | undefined>(kept)
}
