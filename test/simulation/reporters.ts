import { Refusal } from '@lawang/schema/errors'
import { type Chain, isClosed } from '@lawang/schema/exchange/chain'
import type { Custody } from '@lawang/schema/exchange/custody'
import type { ChainEventType } from '@lawang/schema/exchange/messages'
import type { ReporterAct } from '@lawang/schema/exchange/reporter-act'
import { waitingNotes } from '@lawang/schema/exchange/reporter-act'
import { DATA } from './content.ts'
import { rowOf } from './member-disk.ts'
import type { MemberServer } from './member-server.ts'
import { complaintOf } from './work.ts'

/** A reporter acts at the door, whoever holds the complaint; where the door does, it is carried out at once. */
export function actAsReporter(
  member: MemberServer,
  { door, key, act }: { readonly door: string; readonly key: string; readonly act: ReporterAct },
): void {
  const complaint = complaintOf(key)
  if (member.isBusy || !rowOf(member.disk, complaint, door)) return
  member.alive(() => {
    member.commit({ type: 'Note', event: 'REPORTER_ACT', complaint, government: door, data: { ...DATA, act } })
    carryOutNotes(member)
  })
}

/** Turns the reporters' acts that wait at this server into events of their chains, as far as custody allows it now. */
export function carryOutNotes(member: MemberServer): void {
  for (const { complaint, government } of member.disk.noted.values()) {
    const noted = rowOf(member.disk, complaint, government)
    for (const note of noted ? waitingNotes(noted) : []) {
      const row = rowOf(member.disk, complaint, government)
      if (!row || !note.data.act || !carryOut(member, row, note.id, note.data.act)) break
    }
  }
}

/** False where custody does not allow it now: it is on its way, suspended, or in quarantine. */
function carryOut(member: MemberServer, { complaint, government, chain }: Custody, note: string, act: ReporterAct) {
  const data = { ...DATA, carriesOut: note }
  try {
    member.commit({ type: 'Act', event: eventOf(act, chain), complaint, government, data })
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

/** What an act becomes, or NOTED where it comes too late: in the product `decideNote` says so. */
function eventOf({ kind }: ReporterAct, chain: Chain): ChainEventType {
  if (kind === 'RATE') return 'RATED'
  if (kind === 'REOPEN') return isClosed(chain) ? 'REOPENED' : 'NOTED'
  if (isClosed(chain)) return 'NOTED'
  return kind === 'WITHDRAW' ? 'CLOSED' : 'REPLIED'
}
