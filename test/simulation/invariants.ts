import type { Chain } from '@lawang/schema/exchange/chain'
import { isAfter } from '@lawang/schema/exchange/cursor'
import { type Custody, isAccountable } from '@lawang/schema/exchange/custody'
import { passageOf } from '@lawang/schema/exchange/passage'
import type { Register } from '@lawang/schema/exchange/register'
import type { MemberServer } from './member-server.ts'
import { Violation } from './violation.ts'
import type { World } from './world.ts'

/** Voluntary hops that the breaker lets happen since the last seizure. */
const MOST_HOPS = 5

interface Actor {
  readonly government: string
  readonly epoch: number
}

/** I1 and I2 for one complaint; they have to hold after every commit. */
export function checkComplaint(world: World, complaint: string): void {
  const register = world.hub.disk.register.get(complaint)
  checkActors(world, complaint, register)
  if (register) checkHolder(world, register)
}

/** I11: one act of a reporter is not carried out twice. */
export function checkCarriedOut({ complaint, chain }: Pick<Register, 'complaint' | 'chain'>): void {
  const notes = chain.flatMap(({ data }) => data.carriesOut ?? [])
  if (new Set(notes).size < notes.length) throw new Violation('I11', 'an act is carried out twice', complaint)
}

/** I6: a complaint does not wander. */
export function checkHops({ complaint, chain }: Register): void {
  const hops = hopsOf(chain)
  if (hops > MOST_HOPS) throw new Violation('I6', `${hops} hops`, complaint)
}

/**
 * Hops by wish since the last seizure, or since a handover that was granted anew: what was decided with that one was on
 * a disk that is gone.
 */
function hopsOf(chain: Chain): number {
  const anew = chain.findLastIndex(({ type, data }) => type === 'HANDED_OVER' && data.why === 'RESTORE')
  return passageOf(chain.slice(anew + 1)).hops
}

/** I2: at most one government may act, and it has the highest epoch. */
function checkActors({ whereabouts, hub }: World, complaint: string, register: Register | undefined): void {
  const actors: Actor[] = []
  let highest = 0
  for (const member of whereabouts.having(complaint)) {
    for (const row of member.disk.rows.get(complaint)?.values() ?? []) {
      const { government, standing } = row
      if (!member.disk.member.quarantined && isAccountable(row)) highest = Math.max(highest, standing.epoch)
      if (member.mightAct(row)) actors.push({ government, epoch: standing.epoch })
    }
  }
  const [actor, other] = actors
  if (!actor) return
  if (other) throw new Violation('I2', `${describe(actor)} and ${describe(other)} may both act`, complaint)
  // At epoch 1 the register decides: a door that lost its disk cannot know of epochs that the hub has lost as well.
  if (actor.epoch > 1 && actor.epoch < highest)
    throw new Violation('I2', `${describe(actor)} may act below epoch ${highest}`, complaint)
  if (!register || hub.disk.hub.recovery || register.standing.phase !== 'SETTLED') return
  if (actor.epoch < register.epoch && register.holder !== actor.government) {
    throw new Violation(
      'I2',
      `${describe(actor)} may act, the register has ${register.holder}@${register.epoch}`,
      complaint,
    )
  }
}

function describe({ government, epoch }: Actor): string {
  return `${government}@${epoch}`
}

/** I1: who is accountable holds that epoch, or its Grant waits in the mail, or it is being restored. */
function checkHolder({ hub, whereabouts }: World, register: Register): void {
  const { complaint, holder, epoch, standing } = register
  if (hub.disk.hub.recovery || standing.phase !== 'SETTLED' || epoch === 1) return
  const member = whereabouts.hostOf(holder)
  if (!member || !isHeard(hub, member)) return
  const row = member.disk.rows.get(complaint)?.get(holder)
  if (row && isAccountable(row) && row.standing.epoch === epoch) return
  if (!isGrantWaiting(hub, member, complaint, epoch)) {
    throw new Violation('I1', `${holder} cannot know that it holds epoch ${epoch}`, complaint)
  }
}

/** Whether hub and member have met in their present lives, and the member is not in quarantine. */
function isHeard({ disk }: World['hub'], member: MemberServer): boolean {
  const party = disk.parties.get(member.name)
  const { incarnation, hubIncarnation, quarantined } = member.disk.member
  if (!party?.reported || quarantined) return false
  return hubIncarnation === disk.hub.incarnation && party.logCursor.incarnation === incarnation
}

function isGrantWaiting({ disk }: World['hub'], { name, disk: own }: MemberServer, complaint: string, epoch: number) {
  return (disk.mail.get(name)?.rows ?? []).some(
    (row) =>
      row.message.type === 'Grant' &&
      row.message.complaint === complaint &&
      row.message.epoch === epoch &&
      row.to >= own.member.incarnation &&
      isAfter(row, own.member.mailCursor),
  )
}

/** I9: a message for another epoch than the receiver's changes no state. */
export function checkStale(before: Custody | undefined, after: Custody | undefined, messageEpoch: number): void {
  if (!before || !after || before.standing === after.standing) return
  const known = before.standing.state === 'RELEASED' ? before.standing.newEpoch : before.standing.epoch
  if (messageEpoch < known) throw new Violation('I9', 'a stale message changed the state', before.complaint)
}
