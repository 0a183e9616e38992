import type { Sql } from '@lawang/member/store/database'
import type { HubState } from '@lawang/schema/exchange/hub-state'
import { partyOf } from '@lawang/schema/exchange/hub-state'
import { LEASE_CLASSES } from '@lawang/schema/exchange/law'
import type { LeaseClass } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import type { SuspendedHolder } from '../ports.ts'

/** A government that may not be able to act on what it holds of a lease class from an epoch on. */
export interface SuspendedClass {
  readonly holder: GovernmentCode
  readonly lease_class: LeaseClass
  readonly epoch: number
}

/**
 * The governments whose lease may have ended, by the slowest clock of the hub and the fastest of the member, and those
 * in quarantine. What a door holds at epoch 1 needs no lease; in quarantine it cannot act on that either.
 */
export function mayBeSuspended(state: HubState, now: number): readonly SuspendedClass[] {
  const { law } = state
  return [...state.memberOf.keys()].flatMap((holder) => {
    const party = partyOf(state, holder)
    if (!party) return []
    return LEASE_CLASSES.flatMap((leaseClass): readonly SuspendedClass[] => {
      if (party.owesConfirmed) return [{ holder, lease_class: leaseClass, epoch: 1 }]
      const surely = (law.lease[leaseClass] * (1 - law.drift)) / (1 + law.drift)
      return now > party.contact + surely ? [{ holder, lease_class: leaseClass, epoch: 2 }] : []
    })
  })
}

/** Who of them holds anything open, most first. `lastHeard` is by the wall clock, in milliseconds. */
export async function listSuspendedHolders(
  sql: Sql,
  { state, now }: { readonly state: HubState; readonly now: number },
  lastHeard: (government: GovernmentCode) => number | undefined,
): Promise<readonly SuspendedHolder[]> {
  const rows = await sql.query<{ government: GovernmentCode; complaints: number }>(
    `SELECT c.holder AS government, sum(c.count)::float8 AS complaints
     FROM hub.custody_count AS c
       JOIN json_to_recordset($1) AS s (holder text, lease_class text, epoch bigint) USING (holder, lease_class)
     WHERE c.state = 'HELD' AND c.count > 0 AND (c.leased OR s.epoch <= 1)
     GROUP BY c.holder ORDER BY complaints DESC, c.holder`,
    [JSON.stringify(mayBeSuspended(state, now))],
  )
  return rows.map((row) => {
    const heard = lastHeard(row.government)
    return { ...row, ...(heard === undefined ? {} : { lastHeard: new Date(heard) }) }
  })
}
