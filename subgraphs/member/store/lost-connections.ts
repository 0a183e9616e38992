import type { ClientBase, Pool } from 'pg'

/** Longer than whoever works on a connection takes to notice its end and to give it back. */
const GRACE_MS = 1_000

/**
 * Gives a connection that ended during a transaction back to its pool. Kysely does so only after a rollback, which
 * a connection that is gone cannot carry out: each one lost would keep its place for ever, until none is left and
 * every request waits.
 */
export function giveBackLost(pool: Pool): void {
  const inUse = new Set<ClientBase>()
  pool.on('acquire', (client) => void inUse.add(client))
  pool.on('release', (_error, client) => void inUse.delete(client))
  pool.on('connect', (client) => {
    client.once('end', () => {
      if (!inUse.has(client)) return
      setTimeout(() => {
        if (inUse.has(client)) client.release(new Error('The connection ended while it was in use'))
      }, GRACE_MS)
    })
  })
}
