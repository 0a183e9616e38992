import { parseHeadShown } from '@lawang/schema/audit/validate'
import { Refusal } from '@lawang/schema/errors'
import { MalformedMessage } from '@lawang/schema/exchange/parse'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Doorkeeper } from '../trust/doorkeeper.ts'
import { keepBodies } from '../trust/kept-bodies.ts'
import type { Witness } from './witness.ts'

/** Bytes of one request: a head, the one it extends, and a proof. */
const BODY_LIMIT = 256 * 1024

/**
 * `POST /audit/heads` shows a head of an audit log, `POST /audit/known` asks what is kept of one's own. Both are for
 * members, by their signatures, and the answers are signed too.
 */
export async function addWitnessRoutes(app: FastifyInstance, witness: Witness, doorkeeper: Doorkeeper): Promise<void> {
  await app.register(async (scope) => {
    scope.setErrorHandler((error, _request, reply) => answerError(error, reply))
    const bodyOf = keepBodies(scope)
    scope.post('/audit/heads', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      const caller = doorkeeper.callerOf(request.raw, bodyOf(request))
      const answer = JSON.stringify(await witness.take(parseHeadShown(request.body), caller.member))
      return reply.headers(caller.sign(answer)).type('application/json; charset=utf-8').send(answer)
    })
    scope.post('/audit/known', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      const caller = doorkeeper.callerOf(request.raw, bodyOf(request))
      const answer = JSON.stringify(await witness.knownOf(caller.member))
      return reply.headers(caller.sign(answer)).type('application/json; charset=utf-8').send(answer)
    })
  })
}

/** Errors are told by a code and a sentence that names a place or a rule, never what was sent. */
function answerError(error: unknown, reply: FastifyReply): FastifyReply {
  const answer = (status: number, code: string, message: string) =>
    reply.code(status).send({ error: { code, message } })
  if (error instanceof Refusal) return answer(403, error.code, error.message)
  if (error instanceof MalformedMessage) return answer(400, 'BAD_USER_INPUT', error.message)
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status < 500) return answer(status, 'BAD_USER_INPUT', 'The request is no JSON that can be read.')
  reply.log.error({ name: error instanceof Error ? error.name : 'unknown' }, 'The audit met a fault')
  return answer(500, 'INTERNAL', 'The audit met a fault.')
}
