import type { Custody, Wish } from '@lawang/schema/exchange/custody'
import type { ChainEventType, LeaseClass } from '@lawang/schema/exchange/messages'
import { HOUR } from './clock.ts'
import { DATA, DOSSIER, SECRET_HASH } from './content.ts'
import { allRows } from './member-disk.ts'
import type { MemberServer } from './member-server.ts'
import type { Observer } from './observer.ts'
import { mixSeed, pick, seeded } from './random.ts'
import type { Whereabouts } from './whereabouts.ts'

/** A transaction that stands open this long at most has begun with more lease left than that. */
const LONGEST_STALL = 0.5 * HOUR

/** An officer of a server goes over everything that is there, and does this or that with some of it. */
export function workOn(member: MemberServer, seed: number, healed: boolean): void {
  for (const row of allRows(member.disk)) {
    if (!member.up || member.isBusy) return
    member.alive(() => workOnOne(member, row, seeded(mixSeed(seed, row.complaint, row.government)), healed))
  }
}

function workOnOne(member: MemberServer, row: Custody, random: () => number, healed: boolean): void {
  const { complaint, government, standing } = row
  const one = { complaint, government, data: DATA }
  const chance = random()
  if (random() < 0.03) member.commit({ type: 'Note', event: 'REPLIED', ...one })
  if (
    standing.state === 'CLOSED' &&
    chance < 0.1 &&
    member.mayAct({ ...row, standing: { ...standing, state: 'HOLDING' } })
  ) {
    member.commit({ type: 'Act', event: 'REOPENED', ...one })
  } else if (member.mayAct(row)) {
    if (chance < 0.2) act(member, one, random)
    else if (chance < 0.7 && !healed) handOver(member, one, random)
    else if (chance > 0.995) member.commit({ type: 'Act', event: 'CLOSED', ...one })
  } else if (standing.state === 'OFFERING' && chance < 0.05) {
    member.commit({ type: 'WithdrawHandover', complaint, government })
  }
}

interface One {
  readonly complaint: string
  readonly government: string
  readonly data: typeof DATA
}

function act(member: MemberServer, one: One, random: () => number): void {
  const input = { type: 'Act' as const, event: 'EXTENDED' as const, ...one }
  if (random() < 0.9) member.commit(input)
  else member.commitLater(input, random() * LONGEST_STALL)
}

function handOver(member: MemberServer, one: One, random: () => number): void {
  const to = pick(random, member.setting.receivers)
  if (to === one.government) return
  member.commit({ type: 'RequestHandover', to, reason: 'ELSEWHERE', inContact: member.dialogue.inContact, ...one })
}

/** Hands over what was filed with a key, now or as soon as contact allows. */
export function handOverByKey(
  member: MemberServer,
  { door, key, to }: { readonly door: string; readonly key: string; readonly to: string },
): void {
  const row = member.disk.rows.get(complaintOf(key))?.get(door)
  if (row && !member.isBusy && member.mayAct(row)) handOverTo(member, row, to)
}

function handOverTo(member: MemberServer, { complaint, government }: Custody, to: string): void {
  if (to === government) return
  const { inContact } = member.dialogue
  const one = { complaint, government, data: DATA }
  member.alive(() => {
    member.commit({ type: 'RequestHandover', to, reason: 'ELSEWHERE', inContact, ...one })
  })
}

/** Whoever may act on what was filed with a key acts. */
export function actOn(whereabouts: Whereabouts, { key, event }: { key: string; event: ChainEventType }): void {
  const actor = actorOf(whereabouts, complaintOf(key))
  if (!actor) return
  const { complaint, government } = actor.row
  actor.member.alive(() => {
    actor.member.commit({ type: 'Act', event, complaint, government, data: DATA })
  })
}

/** Whoever may act on what was filed with a key hands it over. */
export function handOn(whereabouts: Whereabouts, { key, to }: { key: string; to: string }): void {
  const actor = actorOf(whereabouts, complaintOf(key))
  if (actor) handOverTo(actor.member, actor.row, to)
}

function actorOf(whereabouts: Whereabouts, complaint: string): { member: MemberServer; row: Custody } | undefined {
  for (const member of whereabouts.having(complaint)) {
    if (member.isBusy) continue
    const row = [...(member.disk.rows.get(complaint)?.values() ?? [])].find((copy) => member.mayAct(copy))
    if (row) return { member, row }
  }
  return undefined
}

/** The key decides the id: a retry finds the same complaint, or makes the same one where it was lost. */
export function complaintOf(key: string): string {
  return `complaint-${key}`
}

/** A reporter sends a complaint, or sends it again because no answer came. The key decides the id. */
export function file(
  member: MemberServer,
  observer: Observer,
  { door, key, leaseClass }: { readonly door: string; readonly key: string; readonly leaseClass: LeaseClass },
): void {
  const complaint = complaintOf(key)
  const wish = wishOf(member, door, key)
  member.alive(() => {
    member.commit({
      type: 'File',
      complaint,
      government: door,
      ...(wish && { wish }),
      leaseClass,
      dossier: DOSSIER,
      secretHash: SECRET_HASH,
      data: DATA,
    })
    observer.ledger.filed(key, complaint)
  })
}

/** The competence rules name somebody else for half of what is filed; in quarantine that handover waits with it. */
function wishOf(member: MemberServer, door: string, key: string): Wish | undefined {
  const random = seeded(mixSeed('wish', key))
  const to = pick(random, member.setting.receivers)
  const isElsewhere = random() < 0.5 && to !== door
  return member.disk.member.quarantined && isElsewhere ? { to, reason: 'ELSEWHERE' } : undefined
}
