import { annexOf, type Chain, contains, type EventDraft, isClosed, isNext, nextEvent } from './chain.ts'
import { type Custody, isAccountable, knownCustody, type Standing } from './custody.ts'
import type { Now } from './lease.ts'
import type { FreshId } from './member-commands.ts'
import type { ReadMail } from './member-state.ts'
import type { EventCopied, Grant, LogMessage, MailMessage, Released, View, Withdrawn } from './messages.ts'

/** What a row of mail makes of the custody row that it concerns. */
export interface Received {
  readonly row: Custody | undefined
  readonly out: readonly LogMessage[]
}

export type CustodyMail = Exclude<MailMessage, { type: 'Confirmed' }>

/** A message for another epoch than the row's changes no state (I9): only the events in it are kept, in the annex. */
export function receive(
  row: Custody | undefined,
  message: CustodyMail,
  { data }: ReadMail,
  now: Now,
  freshId: FreshId,
): Received {
  switch (message.type) {
    case 'Grant':
      return takeCustody(row, message, { id: freshId(), at: now.at, data })
    case 'Released':
      return { row: row && release(row, message), out: [] }
    case 'Withdrawn':
      return resume(row, message, { id: freshId(), at: now.at, data })
    case 'Event':
      return { row: row && copyEvent(row, message), out: [] }
    case 'View':
      return { row: view(row, message), out: [] }
    default:
      return message satisfies never
  }
}

type Description = Pick<EventDraft, 'id' | 'at' | 'data'>

/** The hub's commit has moved custody here. Whatever this copy had beyond the chain that came is kept in the annex. */
function takeCustody(row: Custody | undefined, grant: Grant, description: Description): Received {
  if (row && knownCustody(row).epoch >= grant.epoch) {
    return { row: { ...row, annex: annexOf(row.chain, row.annex, grant.chain, grant.annex) }, out: [] }
  }
  const { complaint, epoch, to: government, from, why, signature } = grant
  const event = nextEvent(grant.chain, complaint, epoch, {
    ...description,
    // The journey shows a handover only when somebody else has had it.
    type: grant.chain.at(-1)?.by === government ? 'RESUMED' : 'HANDED_OVER',
    by: government,
    data: { ...description.data, why, from, to: government, ...(signature && { grant: signature }) },
  })
  const taken: Custody = {
    complaint,
    government,
    door: grant.door,
    leaseClass: grant.leaseClass ?? 'NORMAL',
    dossier: grant.dossier,
    ...(grant.secretHash === undefined ? {} : { secretHash: grant.secretHash }),
    standing: standingUnder(row, grant),
    chain: [...grant.chain, event],
    annex: annexOf(grant.chain, grant.annex, row?.annex ?? [], row?.chain ?? []),
  }
  return { row: taken, out: [{ type: 'Taken', complaint, epoch, by: government, event }] }
}

/**
 * What is granted anew in the very state that it has here goes on with the handover that waits for it: a door in
 * quarantine has taken it in with that wish, and nobody else knows of it.
 */
function standingUnder(row: Custody | undefined, { epoch, from, to, chain }: Grant): Standing {
  if (isClosed(chain)) return { state: 'CLOSED', epoch }
  const wish = row?.standing.state === 'HOLDING' && from === to ? row.standing.wish : undefined
  const isSame = row?.chain.at(-1)?.hash === chain.at(-1)?.hash
  return wish && isSame ? { state: 'HOLDING', epoch, wish } : { state: 'HOLDING', epoch }
}

/** The chain is what the hub had read when custody left; what was written after that is kept beside it. */
function release(row: Custody, { newEpoch, to, length }: Released): Custody {
  if (newEpoch <= knownCustody(row).epoch) return row
  const standing = { state: 'RELEASED' as const, epoch: row.standing.epoch, newEpoch, to }
  if (!isAccountable(row)) return { ...row, standing }
  const chain = row.chain.slice(0, length)
  return { ...row, standing, chain, annex: annexOf(chain, row.annex, row.chain) }
}

/** Answers exactly the request that it names: an older one's answer must not end a newer one. */
function resume(row: Custody | undefined, message: Withdrawn, description: Description): Received {
  const standing = row?.standing
  if (!row || standing?.state !== 'OFFERING' || standing.epoch !== message.epoch) return { row, out: [] }
  if (standing.request !== message.request) return { row, out: [] }
  const { complaint, government } = row
  const { epoch } = standing
  const event = nextEvent(row.chain, complaint, epoch, {
    ...description,
    type: 'RESUMED',
    by: government,
    data: { ...description.data, reason: message.reason },
  })
  return {
    row: { ...row, standing: { state: 'HOLDING', epoch }, chain: [...row.chain, event] },
    out: [{ type: 'Resumed', complaint, epoch, event }],
  }
}

function copyEvent(row: Custody, { event, canonical }: EventCopied): Custody {
  if (contains(row.chain, event.id)) return row
  if (canonical && !isAccountable(row) && isNext(row.chain, event)) {
    const chain = [...row.chain, event]
    return { ...row, chain, annex: annexOf(chain, row.annex) }
  }
  return { ...row, annex: annexOf(row.chain, row.annex, [event]) }
}

/** What the door shows. The content comes along when the hub cannot know that the door still has it. */
function view(row: Custody | undefined, message: View): Custody | undefined {
  const { complaint, government, epoch, holder, chain, annex = [], dossier } = message
  if (row && (isAccountable(row) ? row.standing.epoch >= epoch : knownCustody(row).epoch > epoch)) {
    return { ...row, annex: annexOf(row.chain, row.annex, chain ?? [], annex) }
  }
  const standing = { state: 'RELEASED' as const, epoch: row?.standing.epoch ?? 1, newEpoch: epoch, to: holder }
  if (row) return { ...row, standing, ...replacedChain(row, chain, annex) }
  if (!chain || !dossier) return undefined
  const { leaseClass = 'NORMAL', secretHash } = message
  const hash = secretHash === undefined ? {} : { secretHash }
  return { complaint, government, door: government, leaseClass, dossier, ...hash, standing, chain, annex }
}

function replacedChain(row: Custody, chain: Chain | undefined, annex: Chain): Pick<Custody, 'chain' | 'annex'> {
  const kept = { chain: row.chain, annex: row.annex }
  return chain ? { chain, annex: annexOf(chain, annex, row.annex, row.chain) } : kept
}
