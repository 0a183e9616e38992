import { nextTick } from 'node:process'
import type { PoolClient } from 'pg'

/**
 * Holds back what a connection writes until all is written that is asked for in the same breath. It then goes to the
 * server in one call of the system, where each statement would take one and would wake the server for itself alone.
 */
export function gatherWrites({ connection: { stream } }: PoolClient): void {
  stream.cork()
  // Behind everything that runs without waiting: to await what is there already is no wait.
  nextTick(() => stream.uncork())
}
