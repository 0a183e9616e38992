import type { FastifyInstance } from 'fastify'
import type { Admit } from '../limits/admission.ts'
import { clientAddress } from './client-address.ts'

/** Admits each request to /graphql and what lies under it; what is refused is answered 429 by the error handler. */
export function limitRate(server: FastifyInstance, admit: Admit, proxies: number): void {
  server.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/graphql') || request.method === 'OPTIONS') return
    admit({ address: clientAddress(request.raw, proxies), authorization: request.headers.authorization })
  })
}
