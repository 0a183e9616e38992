import type { GovernmentCode } from '../region.ts'
import { placeAll } from './canon.ts'
import { isBetter } from './chain.ts'
import type { HubState, Party } from './hub-state.ts'
import { BrokenLog } from './hub-state.ts'
import { firstEpochOf } from './law.ts'
import type { ReportRow } from './messages.ts'
import {
  andThen,
  type Claim,
  commonWith,
  type Decision,
  grantAnew,
  type Outgoing,
  type Register,
  released,
  unchanged,
  viewFor,
  withChain,
} from './register.ts'

/** Who holds it at which epoch, as the reporter knows it. A giver knows to whom it was released. */
function claimed(row: ReportRow): { readonly epoch: number; readonly holder: GovernmentCode } {
  return row.state === 'RELEASED'
    ? { epoch: row.newEpoch ?? row.epoch, holder: row.to ?? row.door }
    : { epoch: row.epoch, holder: row.government }
}

/** What one row of a Report changes. `restored`: the reporter is in quarantine, and will be granted anew what it holds. */
export function readReportRow(
  state: HubState,
  register: Register | undefined,
  row: ReportRow,
  restored: boolean,
): Decision {
  refuseInvented(state, register, row)
  const known = register ?? unknownRegister(state, row)
  if (known.standing.phase === 'UNSETTLED') return unchanged(collect(known, row, restored, state.hub.incarnation))
  const claim = claimed(row)
  return claim.epoch > known.epoch ? adopt(state, known, row, restored) : compare(state, known, row, restored)
}

/**
 * Only the hub mints epochs, and it forgets none of those that it has minted since it was last restored: who claims such
 * a one that the register does not have has not been given it.
 */
function refuseInvented({ hub }: HubState, register: Register | undefined, row: ReportRow): void {
  const { epoch } = claimed(row)
  if (epoch > (register?.epoch ?? 0) && epoch >= firstEpochOf(hub.incarnation))
    throw new BrokenLog('A Report claims an epoch that the hub has given')
}

/** A complaint that the hub does not know: its restored database has lost it, or the door's first rows were never read. */
function unknownRegister({ hub }: HubState, row: ReportRow): Register {
  const { complaint, door, leaseClass = 'NORMAL', dossier, secretHash } = row
  if (!dossier) throw new BrokenLog('A Report brings the content of what it shows')
  return {
    complaint,
    door,
    leaseClass,
    dossier,
    ...(secretHash === undefined ? {} : { secretHash }),
    holder: door,
    epoch: 0,
    chain: [],
    annex: [],
    standing: hub.recovery ? { phase: 'UNSETTLED', claims: [], waiting: [] } : { phase: 'SETTLED' },
    shown: 0,
  }
}

function collect(register: Register, row: ReportRow, restored: boolean, hubIncarnation: number): Register {
  const { standing } = register
  if (standing.phase !== 'UNSETTLED') return register
  const { government, state, epoch, chain, annex } = row
  const claim: Claim = { government, restored, state, epoch, hashes: chain.map((event) => event.hash) }
  const claims = [...standing.claims.filter((earlier) => earlier.government !== government), claim]
  const best = isBetter(chain, register.chain) ? chain : register.chain
  const { epoch: claimedEpoch, holder } = claimed(row)
  const custody = claimedEpoch > register.epoch ? { epoch: claimedEpoch, holder, granted: undefined, shown: 0 } : {}
  const merged = withChain({ ...register, ...custody }, best, chain, annex)
  return markShown({ ...merged, standing: { ...standing, claims } }, row, hubIncarnation)
}

/** The holder has itself shown that it has what the register gives it. */
function markShown(register: Register, row: ReportRow, hubIncarnation: number): Register {
  const shows = row.state !== 'RELEASED' && row.government === register.holder && row.epoch === register.epoch
  return shows ? { ...register, shown: hubIncarnation } : register
}

/** A claim above the register: the hub's database had lost it, and it comes after its complaint was settled. */
function adopt(state: HubState, register: Register, row: ReportRow, restored: boolean): Decision {
  if (isDoorActing(state, register, row)) return keepAtDoor(state, register, row)
  const best = isBetter(row.chain, register.chain) ? row.chain : register.chain
  const adopted: Register = {
    ...withChain(register, best, row.chain, row.annex),
    ...claimed(row),
    granted: undefined,
    standing: { phase: 'SETTLED' },
    shown: 0,
  }
  if (!restored && isHomeHolding(adopted, row)) return unchanged(markShown(adopted, row, state.hub.incarnation))
  return grantAnew(adopted, state.hub.incarnation)
}

/**
 * The door has taken the complaint in again, after a restore of which the hub, restored too, could not tell it what had
 * become of it. It acts without a lease, which nobody can end; the claimant's lease has ended while it was away.
 */
function isDoorActing({ hub }: HubState, register: Register, row: ReportRow): boolean {
  const { door, holder, epoch, standing } = register
  return epoch === 1 && holder === door && standing.phase === 'SETTLED' && row.government !== door && !hub.recovery
}

/** The door keeps it, at an epoch above the claim; what the claimant wrote goes to the annex. */
function keepAtDoor(state: HubState, register: Register, row: ReportRow): Decision {
  const { epoch } = claimed(row)
  const known: Register = { ...withChain(register, register.chain, row.chain, row.annex), epoch, granted: undefined }
  return andThen(grantAnew(known, state.hub.incarnation), (granted) => ({
    register: granted,
    mail: corrections(granted, row),
  }))
}

/** Held by its own door at epoch 1 and able to act: it needs no hub, so nothing is granted anew. */
function isHomeHolding(
  { door, holder, epoch }: Register,
  row: Pick<ReportRow, 'government' | 'state' | 'epoch'>,
): boolean {
  const able = row.state === 'HOLDING' || row.state === 'CLOSED'
  return epoch === 1 && holder === door && row.government === door && row.epoch === 1 && able
}

/** A claim that is not above the register: its events find their places, and the reporter learns what is the case. */
function compare(state: HubState, register: Register, row: ReportRow, restored: boolean): Decision {
  const { government } = row
  const shown = markShown(register, row, state.hub.incarnation)
  const placed = placeAll(shown, [...row.chain, ...row.annex])
  return andThen(placed, (known) => {
    if (known.standing.phase === 'AWAITING_DOOR' && government === known.door) {
      const settled: Register = { ...known, standing: { phase: 'SETTLED' } }
      return !restored && isHomeHolding(settled, row) ? unchanged(settled) : grantAnew(settled, state.hub.incarnation)
    }
    return { register: known, mail: known.holder === government ? [] : corrections(known, row) }
  })
}

/** Tells somebody who is not the holder what it has to know. */
function corrections(register: Register, { government, state, epoch, chain }: ReportRow): readonly Outgoing[] {
  const mail: Outgoing[] = []
  if (state !== 'RELEASED') {
    const hashes = chain.map((event) => event.hash)
    mail.push(released(register, government, epoch, commonWith(register, hashes)))
  }
  if (register.door === government) mail.push(viewFor(register, true))
  return mail
}

/**
 * After the last page: what the register gives the reporter and the Report did not show is granted anew. `held` are the
 * settled rows whose holder is one of the reporter's governments.
 */
export function grantUnshown(state: HubState, party: Party, register: Register): Decision {
  const { holder, epoch, shown, standing } = register
  if (standing.phase !== 'SETTLED' || epoch === 1 || shown === state.hub.incarnation) return unchanged(register)
  return party.governments.includes(holder) ? grantAnew(register, state.hub.incarnation) : unchanged(register)
}

/** What a restored member gets before its quarantine ends: all that it holds anew, the view of all that was filed there. */
export function restoreRow(state: HubState, party: Party, register: Register): Decision {
  if (register.standing.phase === 'UNSETTLED') return unchanged(register)
  if (party.governments.includes(register.holder)) return grantAnew(register, state.hub.incarnation)
  if (!party.governments.includes(register.door)) return unchanged(register)
  return { register, mail: [viewFor(register, true)] }
}
