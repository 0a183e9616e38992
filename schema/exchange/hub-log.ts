import { parseId } from '../id.ts'
import type { GovernmentCode } from '../region.ts'
import { place } from './canon.ts'
import { openRequest, withdraw } from './custody-turn.ts'
import { BrokenLog, type HubState } from './hub-state.ts'
import type { Filed, HandoverRequested, HandoverWithdrawn, LogMessage } from './messages.ts'
import { andThen, type Decision, type Register, released, unchanged, viewFor, type WaitingMessage } from './register.ts'

/** What one message of a member's log changes in the register, for a member that has reported to this hub. */
export function readMessage(
  state: HubState,
  register: Register | undefined,
  { member, message }: WaitingMessage,
  now: number,
): Decision {
  refuseForeign(state, register, member, message)
  if (message.type === 'Filed') return readFiled(register, message, state.hub.incarnation)
  if (!register) throw new BrokenLog('A complaint is filed before anything happens to it')
  if (register.standing.phase === 'UNSETTLED') return wait(register, { member, message })
  switch (message.type) {
    case 'Event':
    case 'Taken':
    case 'Resumed':
      return place(register, message.event)
    case 'HandoverRequested':
      return readRequest(state, register, message, now)
    case 'HandoverWithdrawn':
      // A wish: when the request has been granted or answered meanwhile, it comes too late and says nothing.
      return register.request?.id === message.request
        ? withdraw(register, message.request, 'WITHDRAWN')
        : unchanged(register)
    default:
      return message satisfies never
  }
}

/**
 * A log speaks for the governments of its member alone, about the complaint that its message names, and only of
 * complaints that were filed at them or that they have held: nobody writes in another's.
 */
function refuseForeign(
  { hub, memberOf }: HubState,
  register: Register | undefined,
  member: string,
  message: WaitingMessage['message'],
): void {
  if (message.type === 'HandoverWithdrawn') {
    const asks = register?.request && memberOf.get(register.holder)
    if (register?.request?.id === message.request && asks !== member)
      throw new BrokenLog('A request is withdrawn by the government that made it')
    return
  }
  if (message.event.complaint !== message.complaint)
    throw new BrokenLog('An event belongs to the complaint that is named')
  if (memberOf.get(message.event.by) !== member) throw new BrokenLog('A log speaks for the governments of its member')
  if (message.type === 'Filed') refuseForeignFiling(message)
  else if (register && hub.incarnation === FIRST_INCARNATION && isStranger(register, message))
    throw new BrokenLog('A government writes of complaints that it has had')
}

/** A door files under its own code, which every id of its complaints begins with. */
function refuseForeignFiling({ complaint, door, event }: Filed): void {
  const parsed = parseId(complaint)
  // What is no id at all has been refused where the message was parsed.
  const isOwn = parsed.form === 'malformed' || parsed.government === door
  if (!isOwn || event.by !== door || event.type !== 'FILED' || event.seq !== 0 || event.epoch !== 1)
    throw new BrokenLog('A door files its own complaints')
}

/** A hub that was never restored has forgotten nobody: after a restore, some who have had a complaint are unknown. */
const FIRST_INCARNATION = 1

/**
 * Whether a government writes in a complaint that it has never had. One that was granted it, and reads that when it has
 * gone on to others, tells that it has taken it first; the grant that it shows then is checked by its signature.
 */
function isStranger(
  register: Register,
  { type, event }: Exclude<WaitingMessage['message'], HandoverWithdrawn>,
): boolean {
  return type !== 'Taken' && !hasHad(register, event.by)
}

function hasHad(register: Register, government: GovernmentCode): boolean {
  const { door, holder, chain, annex, standing } = register
  if (standing.phase !== 'SETTLED' || government === door || government === holder) return true
  return chain.some(({ by }) => by === government) || annex.some(({ by }) => by === government)
}

function readFiled(register: Register | undefined, message: Filed, hubIncarnation: number): Decision {
  if (!register) return unchanged(firstRegister(message, hubIncarnation))
  const { door, holder } = register
  if (holder === door || register.standing.phase !== 'SETTLED') return unchanged(register)
  // A restored door has taken in a retry of what has long moved on.
  return { register, mail: [released(register, door, 1, 0), viewFor(register, true)] }
}

function firstRegister(message: Filed, hubIncarnation: number): Register {
  const { complaint, door, event, leaseClass = 'NORMAL', dossier, secretHash } = message
  if (!dossier) throw new BrokenLog('Filed brings the content, which must survive the loss of the door')
  return {
    complaint,
    door,
    leaseClass,
    dossier,
    secretHash,
    holder: door,
    epoch: 1,
    chain: [event],
    annex: [],
    standing: { phase: 'SETTLED' },
    shown: hubIncarnation,
  }
}

function wait(register: Register, message: WaitingMessage): Decision {
  const { standing } = register
  if (standing.phase !== 'UNSETTLED') return unchanged(register)
  return unchanged({ ...register, standing: { ...standing, waiting: [...standing.waiting, message] } })
}

/** Only the newest canonical event of the holder opens a request: one of a superseded epoch is a note. */
function readRequest(state: HubState, register: Register, message: HandoverRequested, now: number): Decision {
  return andThen(place(register, message.event), (placed) =>
    placed.chain.at(-1)?.id === message.event.id && placed.epoch === message.epoch
      ? openRequest(state, placed, message, now)
      : unchanged(placed),
  )
}

export function isReport(message: LogMessage): message is Extract<LogMessage, { type: 'Report' }> {
  return message.type === 'Report'
}
