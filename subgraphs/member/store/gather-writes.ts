import { nextTick } from 'node:process'
import type { Writable } from 'node:stream'

/** A client of `pg`, as far as it is looked at here. */
export interface Writing {
  readonly connection: { readonly stream: Pick<Writable, 'cork' | 'uncork'> }
}

/**
 * Holds back what a connection writes until all is written that is asked for in the same breath. It then goes to the
 * server in one call of the system, where each statement would take one and would wake the server for itself alone.
 */
export function gatherWrites({ connection: { stream } }: Writing): void {
  stream.cork()
  // Behind everything that runs without waiting: to await what is there already is no wait.
  nextTick(() => stream.uncork())
}
