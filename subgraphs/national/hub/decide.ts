import { verifyChain } from '@lawang/member/domain/chain'
import type {
  ChainEvent,
  ChainEventType,
  Filed,
  HandoverRequested,
  HandoverWithdrawn,
  LogMessage,
} from '@lawang/schema/exchange/messages'
import { parseId } from '@lawang/schema/id'
import { andThen, BrokenLog, type Decision, type HubContext, unchanged } from './decision.ts'
import { settleRequest, withdrawn } from './grant.ts'
import { type HandoverRequest, isNext, knows, type Register, type Standing } from './register.ts'

/** Steps that only their own messages carry; inside a plain Event they are out of place. */
const CARRIED_BY_THEIR_OWN_MESSAGE: ReadonlySet<ChainEventType> = new Set([
  'FILED',
  'HANDOVER_REQUESTED',
  'HANDED_OVER',
  'RESUMED',
])
const CLOSING: ReadonlySet<ChainEventType> = new Set(['CLOSED', 'ARCHIVED'])

/**
 * The custody protocol at the hub: what one message of a member's log changes. Pure; the same register, message and
 * context always give the same decision. Throws `BrokenLog` for what no correct member writes.
 */
export function decide(register: Register | undefined, message: LogMessage, context: HubContext): Decision {
  switch (message.type) {
    case 'Filed':
      return decideFiled(register, message, context)
    case 'Event':
      return decideEvent(register, message.event, context)
    case 'HandoverRequested':
      return decideRequested(register, message, context)
    case 'HandoverWithdrawn':
      return decideWithdrawn(register, message)
    case 'Taken':
      return decideTaken(register, message.event, context)
    case 'Resumed':
      return decideResumed(register, message.event, context)
    case 'Report':
      // A report answers a new incarnation of the hub; within one incarnation there is nothing to learn from it.
      return unchanged(register)
    default:
      return message satisfies never
  }
}

function decideFiled(register: Register | undefined, message: Filed, context: HubContext): Decision {
  const { complaint, door, event } = message
  refuseForeign(event, complaint, context)
  const id = parseId(complaint)
  if (id.form !== 'valid' || id.government !== door || event.by !== door) {
    throw new BrokenLog('A complaint is filed by the government that its id names')
  }
  if (register) return annex(register, event)
  if (event.type !== 'FILED' || event.epoch !== 1 || !event.data.listing || !verifyChain([event]).intact) {
    throw new BrokenLog('A chain begins with FILED at epoch 1, with the listing')
  }
  return {
    register: {
      complaint,
      door,
      holder: door,
      epoch: 1,
      standing: { state: 'HELD' },
      chain: [event],
      annex: [],
      secretHash: message.secretHash,
    },
    appended: [event],
    annexed: [],
    mail: [],
    requests: [],
  }
}

function decideEvent(register: Register | undefined, event: ChainEvent, context: HubContext): Decision {
  refuseForeign(event, event.complaint, context)
  const mayAct = register?.standing.state === 'HELD' || register?.standing.state === 'CLOSED'
  if (!register || !mayAct || CARRIED_BY_THEIR_OWN_MESSAGE.has(event.type) || !isNext(register, event)) {
    return annex(register, event)
  }
  return append(register, event, standingAfter(register.standing, event.type))
}

function standingAfter(standing: Standing, type: ChainEventType): Standing {
  if (CLOSING.has(type)) return { state: 'CLOSED' }
  return type === 'REOPENED' ? { state: 'HELD' } : standing
}

function decideRequested(register: Register | undefined, message: HandoverRequested, context: HubContext): Decision {
  const { event, complaint } = message
  refuseForeign(event, complaint, context)
  if (event.type !== 'HANDOVER_REQUESTED' || event.id !== message.request) {
    throw new BrokenLog('A request to hand over is named by its HANDOVER_REQUESTED event')
  }
  if (register?.standing.state !== 'HELD' || !isNext(register, event)) return annex(register, event)
  const request: HandoverRequest = {
    id: message.request,
    complaint,
    giver: event.by,
    epoch: event.epoch,
    to: message.to,
    ...(message.agency === undefined ? {} : { agency: message.agency }),
    reason: message.reason,
    dossier: message.dossier,
    openedAt: context.now,
    candidate: message.to,
  }
  const offered = append(register, event, { state: 'OFFERED', request })
  return offered.register ? andThen(offered, settleRequest(offered.register, request, context)) : offered
}

function decideWithdrawn(register: Register | undefined, message: HandoverWithdrawn): Decision {
  if (register?.standing.state !== 'OFFERED' || register.standing.request.id !== message.request) {
    // The wish came too late or answers another request: the mail that is under way tells the giver.
    return unchanged(register)
  }
  const { request } = register.standing
  return {
    register: { ...register, standing: { state: 'HELD' } },
    appended: [],
    annexed: [],
    mail: [withdrawn(request, 'WITHDRAWN')],
    requests: [{ ...request, outcome: 'WITHDRAWN' }],
  }
}

function decideTaken(register: Register | undefined, event: ChainEvent, context: HubContext): Decision {
  refuseForeign(event, event.complaint, context)
  const taken = register?.standing.state === 'GRANTED' && event.type === 'HANDED_OVER' && isNext(register, event)
  return taken ? append(register, event, { state: 'HELD' }) : annex(register, event)
}

function decideResumed(register: Register | undefined, event: ChainEvent, context: HubContext): Decision {
  refuseForeign(event, event.complaint, context)
  const resumed = register?.standing.state === 'HELD' && event.type === 'RESUMED' && isNext(register, event)
  return resumed ? append(register, event, register.standing) : annex(register, event)
}

/** An open request looked at again: its candidate has come into contact, or the network has changed. */
export function decideWaiting(register: Register, context: HubContext): Decision {
  if (register.standing.state !== 'OFFERED') return unchanged(register)
  return settleRequest(register, register.standing.request, context)
}

/** A canonical event: it extends the chain, and the door gets its copy. */
function append(register: Register, event: ChainEvent, standing: Standing): Decision {
  const { complaint, door } = register
  return {
    register: { ...register, standing, chain: [...register.chain, event] },
    appended: [event],
    annexed: [],
    mail:
      door === event.by
        ? []
        : [{ to: door, message: { type: 'Event', complaint, government: door, canonical: true, event } }],
    requests: [],
  }
}

/** Anything else that somebody wrote: kept beside the chain, told to the holder and the door, and it changes nothing. */
function annex(register: Register | undefined, event: ChainEvent): Decision {
  if (!register) throw new BrokenLog('A complaint is filed before anything happens to it')
  if (knows(register, event)) return unchanged(register)
  const { complaint } = register
  return {
    register: { ...register, annex: [...register.annex, event] },
    appended: [],
    annexed: [event],
    mail: [...new Set([register.holder, register.door])].map((to) => ({
      to,
      message: { type: 'Event', complaint, government: to, canonical: false, event },
    })),
    requests: [],
  }
}

/** A member's log speaks for the governments that the member hosts, about the complaint that it names. */
function refuseForeign(event: ChainEvent, complaint: string, { sender, network }: HubContext): void {
  if (event.complaint !== complaint) throw new BrokenLog('An event belongs to the complaint that its message names')
  if (network.memberOf(event.by) !== sender) throw new BrokenLog('A log speaks for the governments of its member alone')
}
