import { Refusal } from '../errors.ts'
import { type EventDraft, isTransparent, nextEvent, noteEvent } from './chain.ts'
import { type Custody, type Holding, mayAct, type Standing, type Wish } from './custody.ts'
import { leaseLeft, type Now } from './lease.ts'
import type {
  Act,
  File,
  MemberCommand,
  MemberState,
  MemberStep,
  Note,
  RequestHandover,
  SendWish,
  WithdrawHandover,
} from './member-state.ts'
import type { ChainEventType, EventData } from './messages.ts'

/** Gives an identifier that nobody has used: randomness is an argument of every step. */
export type FreshId = () => string

const CLOSING: ReadonlySet<ChainEventType> = new Set(['CLOSED', 'ARCHIVED'])

/** What people do. Throws `Refusal` for what the custody of the complaint does not allow. */
export function memberCommand(state: MemberState, command: MemberCommand, now: Now, freshId: FreshId): MemberStep {
  const [row] = state.rows
  if (command.type === 'File') return file(state, row, command, now)
  if (!row) throw new Refusal('NOT_FOUND')
  switch (command.type) {
    case 'Act':
      return act(state, row, command, now, freshId)
    case 'Note':
      return note(state, row, command, now, freshId)
    case 'RequestHandover':
      return requestHandover(state, row, command, now, freshId)
    case 'SendWish':
      return sendWish(state, row, command, now, freshId)
    case 'WithdrawHandover':
      return withdrawHandover(state, row, command)
    default:
      return command satisfies never
  }
}

/**
 * The door takes the complaint in. A complaint that is known here is not filed twice: its id is derived from the
 * reporter's idempotency key, so a retry that meets a restored door finds or makes the very same one, with the same
 * first event.
 */
function file(state: MemberState, row: Custody | undefined, command: File, now: Now): MemberStep {
  if (row) return { state, out: [] }
  const { complaint, government, leaseClass, dossier, secretHash, data, wish } = command
  const id = `${complaint}/filed`
  const event = nextEvent([], complaint, 1, { id, type: 'FILED', at: now.at, by: government, data })
  const filed: Custody = {
    complaint,
    government,
    door: government,
    leaseClass,
    dossier,
    secretHash,
    standing: { state: 'HOLDING', epoch: 1, ...(wish && { wish }) },
    chain: [event],
    annex: [],
  }
  return {
    state: { ...state, rows: [filed] },
    out: [{ type: 'Filed', complaint, epoch: 1, door: government, event, secretHash, dossier, leaseClass }],
  }
}

function act(state: MemberState, row: Custody, command: Act, now: Now, freshId: FreshId): MemberStep {
  const holding = holdingToAct(state, row, now, command.event)
  const { epoch } = holding
  const event = nextEvent(row.chain, row.complaint, epoch, draft(row, command.event, command.data, now, freshId))
  // A handover that waits for contact goes on waiting: only its end, or a withdrawal, takes it back.
  const staysClosed = row.standing.state === 'CLOSED' && isTransparent(command.event)
  const standing: Standing = staysClosed || CLOSING.has(command.event) ? { state: 'CLOSED', epoch } : holding
  return {
    state: { ...state, rows: [{ ...row, standing, chain: [...row.chain, event] }] },
    out: [{ type: 'Event', complaint: row.complaint, event }],
  }
}

function note(state: MemberState, row: Custody, command: Note, now: Now, freshId: FreshId): MemberStep {
  const { epoch } = row.standing
  const said = draft(row, command.event, command.data, now, freshId)
  const event = noteEvent(row.complaint, epoch, { ...said, at: momentOfNote(row, said.at) })
  return {
    state: { ...state, rows: [{ ...row, annex: [...row.annex, event] }] },
    out: [{ type: 'Event', complaint: row.complaint, event }],
  }
}

/**
 * Whoever holds the complaint carries notes out in the order of their moments. Two of one millisecond, or a clock that was set
 * back, must not turn them round: each is later than every one before it.
 */
function momentOfNote({ annex, government }: Custody, at: string): string {
  const last = annex.reduce((latest, note) => (note.by === government && note.at > latest ? note.at : latest), '')
  return last < at ? at : new Date(Date.parse(last) + 1).toISOString()
}

function requestHandover(
  state: MemberState,
  row: Custody,
  command: RequestHandover,
  now: Now,
  freshId: FreshId,
): MemberStep {
  const { epoch } = holdingToAct(state, row, now, 'HANDOVER_REQUESTED')
  const { to, agency, reason } = command
  if (to === row.government) throw new Refusal('INVALID_HANDOVER_TARGET')
  const wish: Wish = { to, reason, ...(agency === undefined ? {} : { agency }) }
  if (command.inContact) return offer(state, row, wish, command.data, now, freshId)
  // Offered out of contact it would be frozen until contact is back, and nobody could receive it meanwhile.
  return { state: { ...state, rows: [{ ...row, standing: { state: 'HOLDING', epoch, wish } }] }, out: [] }
}

function sendWish(state: MemberState, row: Custody, command: SendWish, now: Now, freshId: FreshId): MemberStep {
  const { wish } = holdingToAct(state, row, now, 'HANDOVER_REQUESTED')
  if (!wish) return { state, out: [] }
  return offer(state, row, wish, command.data, now, freshId)
}

function offer(state: MemberState, row: Custody, wish: Wish, data: EventData, now: Now, freshId: FreshId): MemberStep {
  const { complaint, chain, dossier, standing } = row
  const { epoch } = standing
  const event = nextEvent(
    chain,
    complaint,
    epoch,
    draft(row, 'HANDOVER_REQUESTED', { ...data, to: wish.to, reason: wish.reason }, now, freshId),
  )
  return {
    state: {
      ...state,
      rows: [{ ...row, standing: { state: 'OFFERING', epoch, request: event.id }, chain: [...chain, event] }],
    },
    out: [{ type: 'HandoverRequested', complaint, epoch, request: event.id, dossier, event, ...wish }],
  }
}

/** Only a wish is told to the hub: the giver holds again when the hub has closed the request, not before. */
function withdrawHandover(state: MemberState, row: Custody, { complaint }: WithdrawHandover): MemberStep {
  const { standing } = row
  if (standing.state === 'HOLDING' && standing.wish) {
    const { wish: _, ...holding } = standing
    return { state: { ...state, rows: [{ ...row, standing: holding }] }, out: [] }
  }
  if (standing.state === 'RELEASED') throw new Refusal('NOT_HOLDER')
  if (standing.state !== 'OFFERING') throw new Refusal('NO_HANDOVER_PENDING')
  const { epoch, request } = standing
  return { state, out: [{ type: 'HandoverWithdrawn', complaint, epoch, request }] }
}

/**
 * The holding that an act needs. Refuses NOT_HOLDER, HANDOVER_PENDING, CASE_CLOSED (unless the act reopens it or leaves
 * it as closed as it is) and CUSTODY_SUSPENDED, with `restored` and the milliseconds of lease left. A caller that has more to check than custody
 * asks it first, so that the refusal that matters most is the one that is told.
 */
export function holdingToAct(
  { member, mark, law }: Pick<MemberState, 'member' | 'mark' | 'law'>,
  row: Custody,
  now: Now,
  event: ChainEventType,
): Holding {
  const { standing, leaseClass } = row
  if (standing.state === 'RELEASED') throw new Refusal('NOT_HOLDER')
  if (standing.state === 'OFFERING') throw new Refusal('HANDOVER_PENDING')
  if (standing.state === 'CLOSED' && event !== 'REOPENED' && !isTransparent(event)) throw new Refusal('CASE_CLOSED')
  const holding: Holding = standing.state === 'CLOSED' ? { state: 'HOLDING', epoch: standing.epoch } : standing
  if (mayAct(member, mark, { ...row, standing: holding }, now, law)) return holding
  throw new Refusal('CUSTODY_SUSPENDED', undefined, {
    restored: member.quarantined,
    leaseLeft: Math.max(0, Math.round(leaseLeft(mark, leaseClass, now))),
  })
}

function draft({ government }: Custody, type: ChainEventType, data: EventData, now: Now, freshId: FreshId): EventDraft {
  return { id: freshId(), type, at: now.at, by: government, data }
}
