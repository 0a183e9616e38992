import { commonSuperior, type GovernmentCode, superiors } from '../region.ts'
import { type HubState, inContact, maySettle, partyOf } from './hub-state.ts'
import { leaseWait } from './law.ts'
import type { HandoverRequested, Withdrawn } from './messages.ts'
import { passageOf } from './passage.ts'
import { type Decision, grant, isSeizable, type Outgoing, type Register, type Turn, unchanged } from './register.ts'

type Candidates = Pick<Turn, 'candidates'> & { readonly why: 'REQUEST' | 'DECISION' }

/**
 * Who may receive what a holder hands over, in the order of their turns. The breaker: when it comes back to somebody who
 * had it, or hops on and on, the common superior receives it and decides. What a superior then hands down is bound.
 */
function candidatesOf(state: HubState, register: Register, to: GovernmentCode): Candidates {
  const { holder } = register
  const { hops, held } = passageOf(register.chain)
  const again = hops >= state.law.hopsBeforeSuperior || held.has(to)
  const isSuperior = superiors(to).includes(holder)
  if (again && isSuperior) return { candidates: hosted(state, [to], holder), why: 'DECISION' }
  const first = again ? commonSuperior(holder, to) : to
  return { candidates: hosted(state, [first, ...superiors(first)], holder), why: 'REQUEST' }
}

/** A government without a member is passed over, or the complaint would wait for nobody. */
function hosted(state: HubState, governments: readonly GovernmentCode[], holder: GovernmentCode) {
  const unique = [...new Set(governments)]
  return unique.filter((code) => code !== holder && state.memberOf.has(code))
}

/** Opens a request that the holder's log asks for, or answers it at once when nobody can receive. */
export function openRequest(state: HubState, register: Register, message: HandoverRequested, now: number): Decision {
  const { request: id, to, agency, reason, dossier } = message
  if (passageOf(register.chain).bound) return withdraw(register, id, 'BOUND_BY_DECISION')
  const { candidates, why } = candidatesOf(state, register, to)
  if (candidates.length === 0) return withdraw(register, id, 'NOBODY_REACHABLE')
  const deadline = now + state.law.candidateTimeout[register.leaseClass]
  const named = agency === undefined ? {} : { agency }
  return {
    // The giver may have corrected the content, or sealed it for the receiver.
    register: { ...register, dossier, request: { id, to, ...named, reason, why, candidates, position: 0, deadline } },
    mail: [],
  }
}

/** Ends a request without a change of custody: the giver holds again when it reads this. */
export function withdraw(before: Register, request: string, reason: Withdrawn['reason']): Decision {
  const { request: _, ...register } = before
  const { complaint, holder: government, epoch } = register
  const mail: Outgoing = {
    to: government,
    message: { type: 'Withdrawn', complaint, government, epoch, request, reason },
  }
  return { register, mail: [mail] }
}

/** Looks at a settled complaint: an open request's turn, or a holder that has fallen silent. */
export function takeTurns(state: HubState, register: Register, now: number): Decision {
  const { request } = register
  if (request) {
    const receiver = request.candidates[request.position]
    if (receiver !== undefined && inContact(state, receiver, now)) {
      const agency = receiver === request.to && request.agency !== undefined ? { agency: request.agency } : {}
      const { why, reason } = request
      return grant(register, { to: receiver, why, reason, ...agency }, state.hub.incarnation)
    }
    if (now <= request.deadline) return unchanged(register)
    // The giver is told nothing when a turn passes: if it acted again while the next one is granted, two would act.
    const next = nextTurn(state, register, request, now)
    return next
      ? { register: { ...register, request: next }, mail: [] }
      : withdraw(register, request.id, 'NOBODY_REACHABLE')
  }
  if (isSilent(state, register, now)) return seize(state, register, now)
  if (!register.seizure) return unchanged(register)
  const { seizure: _, ...heard } = register
  return unchanged(heard)
}

function nextTurn<T extends Turn>(state: HubState, { leaseClass }: Register, turn: T, now: number): T | undefined {
  const position = turn.position + 1
  if (position >= turn.candidates.length) return undefined
  return { ...turn, position, deadline: now + state.law.candidateTimeout[leaseClass] }
}

/** Whether the holder's lease has surely ended, of what is not to lie with somebody who does not answer. */
function isSilent(state: HubState, register: Register, now: number): boolean {
  if (!isSeizable(register)) return false
  const party = partyOf(state, register.holder)
  // A server that was taken out of the registry is known to be off.
  return !party || now > party.contact + leaseWait(state.law, register.leaseClass)
}

/** Seizes only when a receiver is in contact: else the complaint would walk from one dead member to the next. */
function seize(state: HubState, register: Register, now: number): Decision {
  const { holder, door } = register
  const candidates = hosted(state, [...superiors(holder), door, ...superiors(door)], holder)
  if (candidates.length === 0) return unchanged(register)
  const deadline = now + state.law.candidateTimeout[register.leaseClass]
  const turn = register.seizure ?? { candidates, position: 0, deadline }
  const receiver = turn.candidates[turn.position]
  if (receiver !== undefined && inContact(state, receiver, now)) {
    return grant(register, { to: receiver, why: 'SEIZURE', reason: 'SEIZURE' }, state.hub.incarnation)
  }
  if (now <= turn.deadline) return unchanged({ ...register, seizure: turn })
  const next = nextTurn(state, register, turn, now) ?? { candidates, position: 0, deadline }
  return unchanged({ ...register, seizure: next })
}

/** Whether `Advance` can change this complaint now; a store asks the same by an indexed query. */
export function isDue(state: HubState, register: Register, now: number): boolean {
  if (register.standing.phase === 'AWAITING_DOOR') return false
  if (register.standing.phase === 'UNSETTLED') return maySettle(state, register.leaseClass, now)
  return register.request !== undefined || register.seizure !== undefined || isSilent(state, register, now)
}
