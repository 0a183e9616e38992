import { REFUSALS } from '@lawang/schema/errors'
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'

/** Answers what Fastify refuses (too large, no JSON, another content type, unknown address) in the form of GraphQL. */
export function answerErrorsAsGraphql(server: FastifyInstance, onFault: (fault: unknown) => void): void {
  server.setErrorHandler((error: FastifyError, _request, reply) => {
    const status = error.statusCode ?? 500
    if (status === 413) return send(reply, 413, 'PAYLOAD_TOO_LARGE', REFUSALS.PAYLOAD_TOO_LARGE)
    if (status >= 400 && status < 500) return send(reply, status, 'BAD_REQUEST', sentenceOf(error))
    onFault(error)
    return send(reply, 500, 'INTERNAL', REFUSALS.INTERNAL)
  })
  server.setNotFoundHandler((_request, reply) =>
    send(reply, 404, 'BAD_REQUEST', 'There is nothing at this address. GraphQL is served at /graphql.'),
  )
}

function sentenceOf(error: FastifyError): string {
  if (error.statusCode === 415) return 'Send the request as application/json.'
  return 'The request is no JSON object with a query.'
}

function send(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  const accept = reply.request.headers.accept ?? ''
  const type = accept.includes('application/graphql-response+json')
    ? 'application/graphql-response+json; charset=utf-8'
    : 'application/json; charset=utf-8'
  return reply
    .code(status)
    .header('content-type', type)
    .serializer(JSON.stringify)
    .send({ errors: [{ message, extensions: { code } }] })
}
