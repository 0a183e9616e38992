import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** A smaller answer fits into one packet anyway. */
const MIN_LENGTH = 1400
/** Half of the time of the default level, for a few per cent of the size. */
const LEVEL = 3

const zip = promisify(gzip)

/** Compresses an answer for a client that accepts it, away from the event loop. Sets the headers that say so. */
export function compressed(
  body: string,
  request: FastifyRequest,
  reply: FastifyReply,
): string | Promise<string | Buffer> {
  if (body.length < MIN_LENGTH) return body
  reply.header('vary', 'accept-encoding')
  const accepted = request.headers['accept-encoding']
  if (accepted === undefined || !acceptsGzip(String(accepted))) return body
  reply.header('content-encoding', 'gzip')
  return zip(body, { level: LEVEL })
}

function acceptsGzip(accepted: string): boolean {
  return accepted.split(',').some((one) => /^\s*(gzip|x-gzip|\*)\s*(;\s*q=(1(\.0*)?|0\.\d*[1-9]\d*))?\s*$/i.test(one))
}
