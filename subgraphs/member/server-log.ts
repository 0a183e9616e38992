import type { Writable } from 'node:stream'
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

type FaultFacts = { type: string; message: string; stack: string; code?: string }

/** An error without its text. */
export function faultFacts(fault: unknown): FaultFacts {
  if (!(fault instanceof Error)) return { type: typeof fault, message: '', stack: '' }
  const frames = (fault.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const code = 'code' in fault && typeof fault.code === 'string' ? { code: fault.code } : {}
  return { type: fault.name, message: '', stack: frames.join('\n'), ...code }
}
