import type { IncomingMessage } from 'node:http'
import { Refusal } from '@lawang/schema/errors'
import { clientAddress } from '@lawang/trust/limits/client-address'
import type { FastifyInstance } from 'fastify'
import type { Admit } from '../limits/admission.ts'

/** Counts each request once, wherever it is answered. */
export interface RateGate {
  /** Whether the request is admitted; a refusal is kept, so that `limit` can answer it. */
  admits(request: IncomingMessage): boolean
  /** Admits what has not been decided on: each request to /graphql and /open311 and what lies under them. The error handler answers 429. */
  limit(server: FastifyInstance): void
}

const COUNTED = /^\/(graphql|open311)/

/** Without `admit` everything is admitted. */
export function createRateGate(admit: Admit | undefined, proxies: number): RateGate {
  const refusals = new WeakMap<IncomingMessage, Refusal>()
  const take = (request: IncomingMessage) =>
    admit?.({ address: clientAddress(request, proxies), authorization: request.headers.authorization })
  return {
    admits(request) {
      try {
        take(request)
        return true
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        refusals.set(request, error)
        return false
      }
    },
    limit(server) {
      if (!admit) return
      server.addHook('onRequest', async ({ url, method, raw }) => {
        if (!COUNTED.test(url) || method === 'OPTIONS') return
        const refusal = refusals.get(raw)
        if (refusal) throw refusal
        take(raw)
      })
    },
  }
}
