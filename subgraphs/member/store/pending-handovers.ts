import type { Wish } from '@lawang/schema/exchange/custody'
import type { ChainEvent } from '@lawang/schema/exchange/messages'
import type { PendingHandover } from '../domain/model.ts'
import type { Sql } from './database.ts'
import { inOrder } from './in-order.ts'

interface Row {
  readonly id: string
  readonly wish: Wish | null
  readonly event: ChainEvent | null
}

/**
 * The handover that each of these cases waits for, in the order of the ids: one that the hub was asked for, or a wish that
 * waits for contact with it. Undefined where there is none. A case that has ended waits for nothing.
 */
export async function findPendingHandovers(
  sql: Sql,
  ids: readonly string[],
): Promise<readonly (PendingHandover | undefined)[]> {
  const rows = await sql.query<Row>(
    `SELECT f.id, c.wish, e.event
     FROM case_file AS f
       JOIN custody AS c USING (complaint, government)
       LEFT JOIN chain_event AS e
         ON e.complaint = c.complaint AND e.government = c.government AND e.event ->> 'id' = c.request
     WHERE f.id = ANY($1) AND f.status NOT IN ('HANDED_OVER', 'ARCHIVED', 'CLOSED')
       AND (c.wish IS NOT NULL OR c.state = 'OFFERING')`,
    [ids],
  )
  return inOrder(ids, rows, ({ id }) => id).map((row) => row && handoverOf(row))
}

function handoverOf({ wish, event }: Row): PendingHandover | undefined {
  if (wish) return { to: wish.to, reason: wish.reason }
  if (event?.data.to === undefined) return undefined
  const { reason, to } = event.data
  return { to, since: new Date(event.at), ...(reason !== undefined && { reason }) }
}
