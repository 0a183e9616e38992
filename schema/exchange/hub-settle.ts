import { readMessage } from './hub-log.ts'
import { type HubState, partyOf } from './hub-state.ts'
import {
  andThen,
  type Claim,
  commonWith,
  type Decision,
  grantAnew,
  type Outgoing,
  type Register,
  released,
  viewFor,
} from './register.ts'

/**
 * Settles a complaint after a restore of the hub. The highest epoch that was claimed wins, with the best chain; its
 * holder gets it at a new epoch, everybody else who claims it is told, and the messages that waited are read.
 */
export function settle(state: HubState, register: Register, now: number): Decision {
  const { standing } = register
  if (standing.phase !== 'UNSETTLED') return { register, mail: [] }
  const { claims, waiting } = standing
  const settled = settleHolder(state, { ...register, standing: { phase: 'SETTLED' } }, claims)
  const told = andThen(settled, (row) => ({ register: row, mail: tellOthers(row, claims) }))
  return waiting.reduce((before, message) => andThen(before, (row) => readMessage(state, row, message, now)), told)
}

function settleHolder(state: HubState, register: Register, claims: readonly Claim[]): Decision {
  const { door, holder, epoch } = register
  if (epoch !== 1 || holder !== door) return grantAnew(register, state.hub.incarnation)
  const own = claims.find((claim) => claim.government === door)
  // Without a lease the door may be acting at this very moment: a new epoch would stop nobody.
  if (!own) {
    const silent = partyOf(state, door)?.reported === false
    return silent
      ? { register: { ...register, standing: { phase: 'AWAITING_DOOR' } }, mail: [] }
      : grantAnew(register, state.hub.incarnation)
  }
  const able = own.epoch === 1 && (own.state === 'HOLDING' || own.state === 'CLOSED')
  if (own.restored || !able) return grantAnew(register, state.hub.incarnation)
  return { register, mail: annexFor(register) }
}

/** What the holder that keeps its epoch may lack. */
function annexFor({ complaint, holder, annex }: Register): readonly Outgoing[] {
  return annex.map((event) => ({
    to: holder,
    message: { type: 'Event', complaint, government: holder, canonical: false, event },
  }))
}

function tellOthers(register: Register, claims: readonly Claim[]): readonly Outgoing[] {
  const { holder, door } = register
  const mail = claims
    .filter((claim) => claim.government !== holder && claim.state !== 'RELEASED')
    .map((claim) => released(register, claim.government, claim.epoch, commonWith(register, claim.hashes)))
  return door === holder ? mail : [...mail, viewFor(register, true)]
}
