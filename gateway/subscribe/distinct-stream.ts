import { Refusal } from '@lawang/schema/errors'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PreparedOperation } from '../execute/operation.ts'
import { resumeAfter } from './cursor.ts'
import { DISTINCT_EVENTS } from './encodings.ts'
import type { EventStreams } from './event-stream.ts'
import { readStreamRequest } from './read-request.ts'
import { type Running, runOperation } from './run-operation.ts'

/**
 * One operation on one event stream (graphql-sse's "distinct connections mode", and EventSource by GET). Events carry
 * `id:` with their cursor; a Last-Event-ID header continues after it. Refusals come as a `next` with errors, as the
 * protocol asks, because EventSource hides any other answer from its page.
 */
export async function serveDistinctStream(
  running: Running,
  streams: EventStreams,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const stream = streams.open(reply)
  const { authorization } = request.headers
  const call = { authorization, client: running.clientOf(request.raw), signal: stream.gone }
  const lastEventId = request.headers['last-event-id']
  const asked = () => resumeAfter(readStreamRequest(request), typeof lastEventId === 'string' ? lastEventId : undefined)
  const check = (prepared: PreparedOperation) => {
    if (request.method !== 'GET' || prepared.kind !== 'mutation') return
    throw new Refusal('BAD_USER_INPUT', 'Mutations are not taken by GET: send them by POST.')
  }
  const outcome = await runOperation(running, asked, check, call, stream.outlet(DISTINCT_EVENTS))
  if (outcome === 'lost') return stream.lose()
  stream.complete('')
  stream.end()
}
