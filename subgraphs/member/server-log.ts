import type { Writable } from 'node:stream'
import { faultFacts } from '@lawang/schema/fault-facts'
import type { FastifyServerOptions } from 'fastify'

/**
 * What the log may say. Bodies, query texts, variables and messages of errors can carry what people wrote, so none
 * of them is logged: a request is its method and path, a fault its name, code and the frames of its stack.
 */
export function logOptions(level: string, stream?: Writable): FastifyServerOptions['logger'] {
  return {
    level,
    ...(stream && { stream }),
    serializers: {
      req: (request) => ({ method: request.method, path: request.url?.split('?', 1)[0] }),
      res: (reply) => ({ statusCode: reply.statusCode }),
      err: faultFacts,
    },
  }
}
