import { REFUSALS, Refusal, type RefusalFacts } from '@lawang/schema/errors'
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import { inIndonesian, prefersIndonesian } from './spoken-language.ts'

/** Answers what Fastify refuses (too large, no JSON, another content type, unknown address) in the form of GraphQL. */
export function answerErrorsAsGraphql(server: FastifyInstance, onFault: (fault: unknown) => void): void {
  // unpacking what clients send would let a small request become a large one
  server.addHook('onRequest', async ({ headers }, reply) => {
    const encoding = headers['content-encoding']
    if (encoding === undefined || encoding === 'identity') return
    await send(reply, 415, 'BAD_REQUEST', 'Send the request as it is, without Content-Encoding.')
  })
  server.setErrorHandler((error: FastifyError | Refusal, _request, reply) => {
    if (error instanceof Refusal) return sendRefusal(reply, error)
    const status = error.statusCode ?? 500
    if (status === 413) return send(reply, 413, 'PAYLOAD_TOO_LARGE', REFUSALS.PAYLOAD_TOO_LARGE)
    if (status >= 400 && status < 500) return send(reply, status, 'BAD_REQUEST', sentenceOf(error))
    onFault(error)
    return send(reply, 500, 'INTERNAL', REFUSALS.INTERNAL)
  })
  server.setNotFoundHandler((_request, reply) =>
    send(reply, 404, 'NOT_FOUND', 'There is nothing at this address. GraphQL is served at /graphql.'),
  )
}

/** What is refused before GraphQL is reached comes from one place only: the rate limit. */
function sendRefusal(reply: FastifyReply, { code, message, facts }: Refusal): FastifyReply {
  if (facts.retryAfter !== undefined) reply.header('retry-after', String(facts.retryAfter))
  return send(reply, 429, code, message, facts)
}

function sentenceOf(error: FastifyError): string {
  if (error.statusCode === 415) return 'Send the request as application/json.'
  return 'The request is no JSON object with a query.'
}

function send(
  reply: FastifyReply,
  status: number,
  code: string,
  message: string,
  facts: RefusalFacts = {},
): FastifyReply {
  const accept = reply.request.headers.accept ?? ''
  const type = accept.includes('application/graphql-response+json')
    ? 'application/graphql-response+json; charset=utf-8'
    : 'application/json; charset=utf-8'
  const error = { message, extensions: { code, ...facts } }
  return reply
    .code(status)
    .header('content-type', type)
    .serializer(JSON.stringify)
    .send({ errors: [prefersIndonesian(reply.request.headers['accept-language']) ? inIndonesian(error) : error] })
}
