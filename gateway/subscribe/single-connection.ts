import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { serveDistinctStream } from './distinct-stream.ts'
import type { EventStreams } from './event-stream.ts'
import type { Outlet } from './outlet.ts'
import { readStreamRequest } from './read-request.ts'
import { Reservations, type ReservedStream } from './reservations.ts'
import { type Running, runOperation } from './run-operation.ts'

const TOKEN_HEADER = 'x-graphql-event-stream-token'

/**
 * graphql-sse's endpoint. With a token: "single connection mode", where PUT reserves a stream, GET opens it, each POST
 * starts an operation on it and DELETE ends one. Without: one operation on one stream, as at `/graphql`. A client without a
 * token never shares anything with another one.
 */
export function attachSingleConnection(
  server: FastifyInstance,
  path: string,
  running: Running,
  streams: EventStreams,
): void {
  const reservations = new Reservations()

  server.put(path, async (_request, reply) => {
    const token = reservations.reserve()
    if (token === undefined) return refuse(reply, 503, 'Too many streams are reserved')
    return reply.code(201).type('text/plain; charset=utf-8').send(token)
  })

  server.route({
    method: ['GET', 'POST'],
    url: path,
    handler: async (request, reply) => {
      const wantsStream = request.headers.accept?.includes('text/event-stream') ?? false
      const token = tokenOf(request)
      if (token === undefined && wantsStream) return serveDistinctStream(running, streams, request, reply)
      const reservation = token === undefined ? undefined : reservations.get(token)
      if (!reservation) return refuse(reply, 404, 'Stream not found')
      if (!wantsStream) return start(running, reservation, request, reply)
      if (reservation.isOpen) return refuse(reply, 409, 'Stream already open')
      reservation.open(streams.open(reply))
    },
  })

  server.delete(path, async (request, reply) => {
    const token = tokenOf(request)
    const reservation = token === undefined ? undefined : reservations.get(token)
    if (!reservation) return refuse(reply, 404, 'Stream not found')
    const id = queryParameter(request, 'operationId')
    if (id === undefined) return refuse(reply, 400, 'Operation ID is missing')
    reservation.endOperation(id)
    return reply.code(200).send()
  })

  server.addHook('preClose', async () => reservations.endAll())
}

async function start(running: Running, reservation: ReservedStream, request: FastifyRequest, reply: FastifyReply) {
  const { operationId, ...operation } = readStreamRequest(request)
  if (operationId === undefined) return refuse(reply, 400, 'Operation ID is missing')
  const signal = reservation.beginOperation(operationId)
  if (signal === undefined) return refuse(reply, 409, 'Operation with ID already exists')
  const call = { authorization: request.headers.authorization, client: running.clientOf(request.raw), signal }
  const run = (outlet: Outlet) =>
    runOperation(
      running,
      () => operation,
      () => {},
      call,
      outlet,
    )
  // The results go to the stream, however long that takes; this request is answered now. `carry` never rejects.
  void reservation.carry(operationId, run, signal)
  return reply.code(202).send()
}

function tokenOf(request: FastifyRequest): string | undefined {
  const header = request.headers[TOKEN_HEADER]
  return typeof header === 'string' ? header : queryParameter(request, 'token')
}

function queryParameter(request: FastifyRequest, name: string): string | undefined {
  const search = request.url.split('?', 2)[1]
  return new URLSearchParams(search).get(name) ?? undefined
}

function refuse(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).send({ errors: [{ message }] })
}
