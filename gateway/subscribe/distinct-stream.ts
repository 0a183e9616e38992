import { Refusal } from '@lawang/schema/errors'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { cursorOf, resumeAfter } from './cursor.ts'
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
  const call = { authorization: request.headers.authorization, signal: stream.gone }
  const lastEventId = request.headers['last-event-id']
  const prepare = async () => {
    const asked = resumeAfter(readStreamRequest(request), typeof lastEventId === 'string' ? lastEventId : undefined)
    const prepared = await running.operations.prepare(asked)
    if (request.method === 'GET' && prepared.kind === 'mutation') {
      throw new Refusal('BAD_USER_INPUT', 'Mutations are not taken by GET: send them by POST.')
    }
    return prepared
  }
  try {
    for await (const result of runOperation(running, prepare, call)) {
      await stream.send('next', JSON.stringify(result), cursorOf(result))
    }
    await stream.send('complete', '')
    stream.end()
  } catch {
    stream.lose()
  }
}
