import { brokenAt, type Chain } from '@lawang/schema/exchange/chain'
import { isAccountable, type Standing } from '@lawang/schema/exchange/custody'
import type { Register } from '@lawang/schema/exchange/register'
import { waitingNotes } from '@lawang/schema/exchange/reporter-act'
import { superiors } from '@lawang/schema/region'
import { checkCarriedOut } from './invariants.ts'
import { allRows, unreadRows } from './member-disk.ts'
import type { MemberServer } from './member-server.ts'
import { Violation } from './violation.ts'
import type { World } from './world.ts'

/** Whether nothing is left to be said: every log and mail is read, nothing is open, nobody waits. */
export function isAtRest(world: World): boolean {
  const { hub, members } = world
  if (hub.disk.hub.recovery) return false
  const living = members.filter((member) => !member.dead)
  if (living.some((member) => !isSettled(world, member))) return false
  if (hub.disk.register.waiting().length > 0) return false
  const dead = members.filter((member) => member.dead).flatMap(({ governments }) => governments)
  return !hub.disk.register.leasedTo(dead).some((row) => isWithTheDead(world, row))
}

function isSettled({ hub }: World, member: MemberServer): boolean {
  const party = hub.disk.parties.get(member.name)
  const { incarnation, hubIncarnation, quarantined, mailCursor } = member.disk.member
  if (!party?.reported || party.owesConfirmed || quarantined || !member.inLease) return false
  if (hubIncarnation !== hub.disk.hub.incarnation || party.logCursor.incarnation !== incarnation) return false
  if (allRows(member.disk).some(({ standing }) => standing.state === 'OFFERING' || hasWish(standing))) return false
  if (member.disk.noted.size > 0) return false
  const unread = unreadRows(member.disk, party.logCursor, 1).length
  return unread === 0 && mailCursor.n === hub.disk.mail.get(member.name)?.written
}

function hasWish(standing: Standing): boolean {
  return standing.state === 'HOLDING' && standing.wish !== undefined
}

const LEAVES_AS_IT_IS: ReadonlySet<string> = new Set(['RESUMED', 'HANDED_OVER', 'RATED', 'NOTED', 'CONTINUED'])

/** Held by a server that never comes back, though somebody living could have it: it still has to be seized. */
function isWithTheDead(world: World, register: Register): boolean {
  const { holder, door, epoch, chain } = register
  if (epoch === 1 || !hostOf(world, holder)?.dead) return false
  const isOver = ['CLOSED', 'ARCHIVED'].includes(chain.findLast(({ type }) => !LEAVES_AS_IT_IS.has(type))?.type ?? '')
  if (isOver && waitingNotes(register).length === 0) return false
  return [...superiors(holder), door, ...superiors(door)].some((code) => hostOf(world, code)?.dead === false)
}

function hostOf({ whereabouts }: World, government: string): MemberServer | undefined {
  return whereabouts.hostOf(government)
}

/** Everything that has to be true when nothing is left to be said. */
export function checkAtRest(world: World): void {
  for (const register of world.hub.disk.register.values()) checkSettled(world, register)
  for (const member of world.members.filter(({ dead }) => !dead)) {
    for (const { complaint } of allRows(member.disk)) {
      if (!world.hub.disk.register.has(complaint)) throw new Violation('I3', 'the hub does not know it', complaint)
    }
  }
  for (const [key, complaints] of world.observer.ledger.complaintsByKey()) {
    const known = [...complaints].filter((complaint) => world.hub.disk.register.has(complaint))
    if (known.length > 1) throw new Violation('I4', `${key} was filed as ${known.join(' and ')}`)
  }
}

function checkSettled(world: World, register: Register): void {
  const { complaint, holder, door, epoch } = register
  const holding = hostOf(world, holder)
  const row = holding?.disk.rows.get(complaint)?.get(holder)
  if (!holding || holding.dead) return
  if (!row || !isAccountable(row) || row.standing.epoch !== epoch) {
    throw new Violation('I1', `the register's holder ${holder}@${epoch} does not hold it`, complaint)
  }
  const accountable = [...world.whereabouts.having(complaint)]
    .filter((member) => !member.dead)
    .flatMap((member) => [...(member.disk.rows.get(complaint)?.values() ?? [])].filter(isAccountable))
  if (accountable.length !== 1)
    throw new Violation('I1', `${accountable.length} governments are accountable`, complaint)
  if (row.standing.state !== 'CLOSED' && !holding.mightAct(row))
    throw new Violation('I7', 'its holder is stuck', complaint)
  checkChain(complaint, row.chain, row.annex)
  checkCarriedOut(row)
  if (waitingNotes(row).length > 0) throw new Violation('I11', 'an act of its reporter is not carried out', complaint)
  checkCopy('the hub', complaint, register.chain, row.chain)
  checkDoor(world, register, row.chain, door)
  checkFormerHolders(world, register)
  const has = new Set([...row.chain, ...row.annex].map((event) => event.id))
  for (const id of world.observer.ledger.expected(complaint)) {
    if (has.has(id) || isWithADeadServer(world, complaint, id)) continue
    throw new Violation('I3', `its holder ${holder} lacks the event ${id}`, complaint)
  }
}

function isWithADeadServer({ whereabouts }: World, complaint: string, id: string): boolean {
  return [...whereabouts.having(complaint)].some(
    (member) =>
      member.dead &&
      [...(member.disk.rows.get(complaint)?.values() ?? [])].some((row) =>
        [...row.chain, ...row.annex].some((event) => event.id === id),
      ),
  )
}

function checkDoor(world: World, { complaint, holder, epoch }: Register, chain: Chain, door: string): void {
  const host = hostOf(world, door)
  if (door === holder || !host || host.dead) return
  const copy = host.disk.rows.get(complaint)?.get(door)
  if (!copy) throw new Violation('I8', `the door ${door} does not know it any more`, complaint)
  const { standing } = copy
  if (standing.state !== 'RELEASED' || standing.newEpoch !== epoch || standing.to !== holder) {
    throw new Violation('I8', `the door ${door} does not know its holder`, complaint)
  }
  checkCopy(`the door ${door}`, complaint, copy.chain, chain)
}

/** I5: what a former holder has is an extract of its day, whose last event the register knows, in its chain or its annex. */
function checkFormerHolders(world: World, { complaint, holder, door, chain, annex }: Register): void {
  const known = new Set([...chain, ...annex].map(({ hash }) => hash))
  for (const member of world.whereabouts.having(complaint)) {
    if (member.dead) continue
    for (const copy of member.disk.rows.get(complaint)?.values() ?? []) {
      if (copy.government === holder || copy.government === door) continue
      const tip = copy.chain.at(-1)
      if (tip && !known.has(tip.hash))
        throw new Violation('I5', `${copy.government} ends with an event that nobody knows`, complaint)
    }
  }
}

/** I4 and I5 of one copy: no event twice, every event bound to the one before. */
function checkChain(complaint: string, chain: Chain, annex: Chain): void {
  const broken = brokenAt(chain)
  if (broken !== undefined) throw new Violation('I5', `its chain is broken at ${broken}`, complaint)
  const ids = [...chain, ...annex].map((event) => event.id)
  if (new Set(ids).size !== ids.length) throw new Violation('I4', 'an event is there twice', complaint)
}

function checkCopy(whose: string, complaint: string, copy: Chain, chain: Chain): void {
  const same = copy.length === chain.length && copy.every((event, i) => event.hash === chain[i]?.hash)
  if (!same) throw new Violation('I5', `${whose} has another chain than the holder`, complaint)
}
