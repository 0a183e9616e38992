import { createServer, type Server } from 'node:http'

/** A client that sends its request so slowly only holds a connection. */
const REQUEST_TIMEOUT_MS = 30_000
/** Longer than the minute after which load balancers usually close theirs, so that none asks on a connection that is going. */
const KEEP_ALIVE_MS = 72_000

/** Node's server with the gateway's patience; who answers is added to it. */
export function createHttpServer(): Server {
  return createServer({ requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS })
}
