import { createServer, type Server } from 'node:http'
import { limitConnections } from '@lawang/trust/limits/connections'

/** A client that sends its request so slowly only holds a connection. */
const REQUEST_TIMEOUT_MS = 30_000
/** Longer than the minute after which load balancers usually close theirs, so that none asks on a connection that is going. */
const KEEP_ALIVE_MS = 72_000

/** How often connections are looked at for requests that have not come in time: they end that much later at most. */
const LOOK_MS = 5_000

export interface Patience {
  /** Milliseconds that a whole request may take to come. */
  readonly requestMs?: number
  /** Milliseconds between two looks. */
  readonly lookMs?: number
}

/** Node's server with the gateway's patience; who answers is added to it. One network opens so many `connections` at most. */
export function createHttpServer(
  connections: number,
  { requestMs = REQUEST_TIMEOUT_MS, lookMs = LOOK_MS }: Patience = {},
): Server {
  const server = createServer({
    requestTimeout: requestMs,
    headersTimeout: requestMs,
    connectionsCheckingInterval: lookMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
  })
  limitConnections(server, connections)
  return server
}
