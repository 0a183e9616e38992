import type { GovernmentCode } from '@lawang/schema/region'
import type { NetworkView } from './candidates.ts'
import { candidatesFor } from './candidates.ts'
import type { Decision, HubContext, Outgoing } from './decision.ts'
import type { HandoverRequest, Register } from './register.ts'

/** Epochs of one incarnation of the hub; a restored hub mints above everything that the former one can have minted. */
const EPOCHS_PER_INCARNATION = 1_000_000

/** The fencing token of the next custody. `known` is the highest epoch of the complaint. */
export function mintEpoch(known: number, hubIncarnation: number): number {
  return Math.max(known + 1, hubIncarnation * EPOCHS_PER_INCARNATION + 1)
}

/**
 * What becomes of an open request now: granted to its candidate when that one is in contact, closed when nobody is
 * left who could receive, else it waits. `register` stands OFFERED with this request.
 */
export function settleRequest(register: Register, request: HandoverRequest, context: HubContext): Decision {
  const candidate = nextCandidate(request, context.network)
  if (candidate === undefined) return nobodyReachable(register, request)
  const current = { ...request, candidate }
  if (context.network.inContact(candidate)) return grant(register, current, context)
  const offered: Register = { ...register, standing: { state: 'OFFERED', request: current } }
  return {
    register: offered,
    appended: [],
    annexed: [],
    mail: [],
    requests: [{ ...current, outcome: 'OPEN' }],
  }
}

function nextCandidate(request: HandoverRequest, network: NetworkView): GovernmentCode | undefined {
  return candidatesFor(request.giver, request.to, network)[0]
}

/** Moves custody: this decision's commit is the moment at which the candidate becomes the holder. */
function grant(register: Register, request: HandoverRequest, context: HubContext): Decision {
  const to = request.candidate
  const epoch = mintEpoch(register.epoch, context.hubIncarnation)
  const { complaint, door } = register
  const mail: Outgoing[] = [
    {
      to,
      message: {
        type: 'Grant',
        complaint,
        epoch,
        door,
        from: request.giver,
        to,
        // An agency was named for the government that was asked for, and means nothing to another.
        ...(to === request.to && request.agency !== undefined ? { agency: request.agency } : {}),
        why: 'REQUEST',
        reason: request.reason,
        dossier: request.dossier,
        chain: register.chain,
        annex: register.annex,
      },
    },
    {
      to: request.giver,
      message: {
        type: 'Released',
        complaint,
        government: request.giver,
        epoch: register.epoch,
        newEpoch: epoch,
        to,
        length: register.chain.length,
      },
    },
  ]
  if (door !== to && door !== request.giver) {
    mail.push({ to: door, message: { type: 'View', complaint, government: door, epoch, holder: to } })
  }
  return {
    register: { ...register, holder: to, epoch, standing: { state: 'GRANTED' } },
    appended: [],
    annexed: [],
    mail,
    requests: [{ ...request, outcome: 'GRANTED' }],
  }
}

function nobodyReachable(register: Register, request: HandoverRequest): Decision {
  return {
    register: { ...register, standing: { state: 'HELD' } },
    appended: [],
    annexed: [],
    mail: [withdrawn(request, 'NOBODY_REACHABLE')],
    requests: [{ ...request, outcome: 'NOBODY_REACHABLE' }],
  }
}

/** Tells the giver that it holds and acts again. */
export function withdrawn(request: HandoverRequest, reason: 'WITHDRAWN' | 'NOBODY_REACHABLE'): Outgoing {
  const { complaint, giver, epoch, id } = request
  return {
    to: giver,
    message: { type: 'Withdrawn', complaint, government: giver, epoch, request: id, reason },
  }
}
