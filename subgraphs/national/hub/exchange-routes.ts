import type { Actor } from '@lawang/member/domain/model'
import type { Doorkeeper } from '@lawang/member/trust/doorkeeper'
import { keepBodies } from '@lawang/member/trust/kept-bodies'
import { Refusal } from '@lawang/schema/errors'
import { BrokenLog } from '@lawang/schema/exchange/hub-state'
import { MalformedMessage } from '@lawang/schema/exchange/parse'
import { parseExchangeRequest } from '@lawang/schema/exchange/validate'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { requireOverseer } from '../graph/require-overseer.ts'
import type { Hub } from './hub.ts'
import { serveWakes } from './serve-wakes.ts'

/** Bytes of one request: a hundred handovers with the longest texts. */
const BODY_LIMIT = 32 * 1024 * 1024

export interface ExchangeOptions {
  readonly hub: Hub
  /** Who sends an Authorization header; throws `Refusal`. */
  readonly actorFrom: (authorization: string | undefined) => Promise<Actor>
  /** Reads members' signatures and signs answers; on a network that is not signed the token alone counts. */
  readonly doorkeeper?: Doorkeeper | undefined
}

/**
 * The hub's door for members: `POST /exchange` carries a member's log up and its mail down; `GET /exchange/wake?member=`
 * is a stream of server-sent events that say "read now", most with the mail that there is to read. Both ask for that
 * member's signature; where the network is not signed, for a bearer token of it. An overseer's token begins a
 * reconciliation with `POST /exchange/reconcile`, which answers when it has ended.
 */
export async function exchangeRoutes(
  app: FastifyInstance,
  { hub, actorFrom, doorkeeper }: ExchangeOptions,
): Promise<void> {
  await app.register(async (scope) => {
    scope.setErrorHandler((error, _request, reply) => answerError(error, reply))
    const bodyOf = keepBodies(scope)

    scope.post('/exchange', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      const caller = doorkeeper?.callerOf(request.raw, bodyOf(request))
      const actor = caller ?? (await actorFrom(request.headers.authorization))
      const exchange = parseExchangeRequest(request.body)
      requireMember(actor, exchange.member)
      const answer = JSON.stringify(await hub.exchange(exchange))
      if (caller) reply.headers(caller.sign(answer))
      return reply.type('application/json; charset=utf-8').send(answer)
    })

    scope.post('/exchange/reconcile', async (request) => {
      requireOverseer(await actorFrom(request.headers.authorization))
      return hub.reconcile()
    })

    const wakes = serveWakes(hub)
    scope.addHook('preClose', async () => wakes.close())
    scope.get<{ Querystring: { member?: string } }>('/exchange/wake', async (request, reply) => {
      const caller = doorkeeper?.callerOf(request.raw, undefined)
      const member = requireMember(caller ?? (await actorFrom(request.headers.authorization)), request.query.member)
      reply.hijack()
      wakes.stream(member, reply.raw, caller?.sign ?? (() => ({})))
    })
  })
}

/** A member exchanges in its own name. */
function requireMember(actor: Actor, member: string | undefined): string {
  if (actor.kind === 'public') throw new Refusal('UNAUTHENTICATED', undefined, { reason: 'MISSING' })
  if (actor.kind !== 'member' || actor.member !== member) {
    throw new Refusal('FORBIDDEN', 'The exchange takes a token of the member that asks.')
  }
  return member
}

/** Errors are told by a code and a sentence that names a place or a rule, never what was sent. */
function answerError(error: unknown, reply: FastifyReply): FastifyReply {
  const answer = (status: number, code: string, message: string) =>
    reply.code(status).send({ error: { code, message } })
  if (error instanceof Refusal) return answer(error.code === 'UNAUTHENTICATED' ? 401 : 403, error.code, error.message)
  if (error instanceof MalformedMessage) return answer(400, 'BAD_USER_INPUT', error.message)
  if (error instanceof BrokenLog) return answer(409, 'BROKEN_LOG', error.message)
  const status = statusOf(error)
  if (status < 500) return answer(status, 'BAD_USER_INPUT', 'The request is no JSON that can be read.')
  reply.log.error({ err: error }, 'The exchange met a fault')
  return answer(status, 'INTERNAL', 'The exchange met a fault. Ask again: nothing is lost.')
}

function statusOf(error: unknown): number {
  const known = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  return typeof known === 'number' ? known : 500
}
