import type { HubState } from '@lawang/schema/exchange/hub-state'
import type { Outgoing } from '@lawang/schema/exchange/register'
import type { GovernmentCode } from '@lawang/schema/region'
import type { Letter } from './mail.ts'

/** The mail of one transaction, numbered for each member behind what it has. */
export interface Letters {
  /** `state` is what the step that says this has left. */
  write(out: readonly Outgoing[], state: Pick<HubState, 'hub' | 'parties'>): void
  /** A new incarnation begins its mail anew. */
  forget(): void
  /** The number of a member's last row. */
  head(member: string): number
  heads(): ReadonlyMap<string, number>
  all(): readonly Letter[]
}

export function createLetters(
  before: ReadonlyMap<string, number>,
  memberOf: ReadonlyMap<GovernmentCode, string>,
): Letters {
  const heads = new Map(before)
  const letters: Letter[] = []
  const head = (member: string) => heads.get(member) ?? 0
  return {
    write(out, { hub, parties }) {
      for (const { to, message } of out) {
        const party = parties.get(memberOf.get(to) ?? '')
        // Nobody reads for a government that has left the network; whoever answers for it again reports first.
        if (!party) continue
        const { name: member, logCursor } = party
        const n = head(member) + 1
        heads.set(member, n)
        letters.push({ member, incarnation: hub.incarnation, n, addressedTo: logCursor.incarnation, message })
      }
    },
    forget: () => heads.clear(),
    head,
    heads: () => heads,
    all: () => letters,
  }
}
