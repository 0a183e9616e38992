import type { Chain } from '@lawang/schema/exchange/chain'
import { nextEvent } from '@lawang/schema/exchange/chain'
import type { Custody, Member } from '@lawang/schema/exchange/custody'
import { LAW } from '@lawang/schema/exchange/law'
import type { LeaseMark, Now } from '@lawang/schema/exchange/lease'
import type { MemberState } from '@lawang/schema/exchange/member-state'
import type { ChainEvent, ChainEventType, Grant } from '@lawang/schema/exchange/messages'
import { AT, DATA, DOSSIER } from './content.ts'

/** Small made-up things that the tests of single steps begin with. */

export const COMPLAINT = 'complaint'
export const DOOR = '64.01'
export function counter(prefix: string): () => string {
  let last = 0
  return () => {
    last += 1
    return `${prefix}${last}`
  }
}

export function extend(
  chain: Chain,
  epoch: number,
  by: string,
  type: ChainEventType,
  id: string,
): readonly ChainEvent[] {
  return [...chain, nextEvent(chain, COMPLAINT, epoch, { id, type, at: AT, by, data: DATA })]
}

export function filedChain(): readonly ChainEvent[] {
  return extend([], 1, DOOR, 'FILED', `${COMPLAINT}/filed`)
}

export function holding(government: string, epoch: number, chain: Chain): Custody {
  return {
    complaint: COMPLAINT,
    government,
    door: DOOR,
    leaseClass: 'NORMAL',
    dossier: DOSSIER,
    standing: { state: 'HOLDING', epoch },
    chain,
    annex: [],
  }
}

export const MEMBER: Member = {
  name: 'member',
  incarnation: 1,
  quarantined: false,
  hubIncarnation: 1,
  mailCursor: { incarnation: 1, n: 0 },
}
export const NOW: Now = { boot: 'boot', clock: 1_000_000, at: AT }
/** A lease that runs for a day from `NOW`. */
export const LEASED: LeaseMark = {
  boot: 'boot',
  until: { NORMAL: NOW.clock + 86_400_000, URGENT: NOW.clock + 86_400_000 },
}

export function memberState(row: Custody | undefined, mark: LeaseMark = LEASED, member: Member = MEMBER): MemberState {
  return { law: LAW, member, mark, rows: row ? [row] : [] }
}

export function grantTo(to: string, epoch: number, chain: Chain, why: Grant['why'] = 'REQUEST'): Grant {
  return {
    type: 'Grant',
    complaint: COMPLAINT,
    epoch,
    door: DOOR,
    from: DOOR,
    to,
    why,
    reason: 'ELSEWHERE',
    dossier: DOSSIER,
    chain,
    annex: [],
  }
}
