import type { Custody } from '@lawang/schema/exchange/custody'
import type { MemberInput } from '@lawang/schema/exchange/member-state'
import type { LogMessage } from '@lawang/schema/exchange/messages'
import type { Outgoing, Register } from '@lawang/schema/exchange/register'
import type { Agenda } from './agenda.ts'
import { HOUR } from './clock.ts'
import { checkCarriedOut, checkComplaint, checkHops, checkStale } from './invariants.ts'
import { Ledger } from './ledger.ts'
import { allRows } from './member-disk.ts'
import type { MemberServer } from './member-server.ts'
import { Violation } from './violation.ts'
import type { World } from './world.ts'

export interface Figures {
  grants: number
  seizures: number
  regrants: number
  withdrawals: number
  memberRestores: number
  hubRestores: number
}

/** Sees every commit, as nobody in the network can, and checks the invariants after each. */
export class Observer {
  readonly ledger = new Ledger()
  readonly figures: Figures = {
    grants: 0,
    seizures: 0,
    regrants: 0,
    withdrawals: 0,
    memberRestores: 0,
    hubRestores: 0,
  }
  /** Receives a line for everything that happens, when somebody wants to read it. */
  trace: ((complaint: string | undefined, line: string) => void) | undefined
  readonly #agenda: Agenda
  #world: World | undefined
  #ids = 0
  /** What each door has shown: the epoch, by complaint, member and the member's incarnation. */
  readonly #shown = new Map<string, number>()
  /** The hub's clock when a request was first seen open. */
  readonly #opened = new Map<string, number>()

  constructor(agenda: Agenda) {
    this.#agenda = agenda
  }

  watch(world: World): void {
    this.#world = world
  }

  freshId(name: string): string {
    this.#ids += 1
    return `${name}.${this.#ids}`
  }

  memberCommitted(
    member: MemberServer,
    input: MemberInput,
    before: readonly (Custody | undefined)[],
    rows: readonly Custody[],
    out: readonly LogMessage[],
  ): void {
    for (const { complaint } of rows) this.#open.whereabouts.note(complaint, member)
    this.#record(out)
    this.#traceMember(member, input, rows, out)
    if (input.type === 'Restore') this.figures.memberRestores += 1
    if (input.type === 'ReadMail' && 'epoch' in input.row.message) {
      const { message } = input.row
      const epoch = message.type === 'Released' ? message.newEpoch : message.epoch
      checkStale(before[0], rows[0], epoch)
    }
    for (const row of rows) {
      this.#checkShown(member, row)
      this.#check(row.complaint)
    }
    if (input.type === 'ReadMail' && input.row.message.type === 'Confirmed') this.#checkMember(member)
  }

  hubCommitted(changed: readonly Register[], out: readonly Outgoing[]): void {
    for (const { message } of out) {
      if (message.type === 'Grant') this.#count(message.why)
      if (message.type === 'Withdrawn') this.figures.withdrawals += 1
    }
    this.#traceHub(changed, out)
    for (const row of changed) {
      checkHops(row)
      checkCarriedOut(row)
      this.#check(row.complaint)
    }
  }

  leaseRenewed(member: MemberServer): void {
    this.#checkMember(member)
  }

  /** I7: a request ends within the turns of its candidates, by the hub's clock. */
  hubTicked(): void {
    const { hub, law } = this.#open
    for (const { request, complaint, leaseClass } of hub.disk.register.waiting()) {
      if (!request) continue
      const since = this.#opened.get(request.id) ?? hub.now()
      this.#opened.set(request.id, since)
      const most = request.candidates.length * (law.candidateTimeout[leaseClass] + 6 * HOUR)
      if (hub.now() - since > most) throw new Violation('I7', 'a request stays open', complaint)
    }
  }

  hubRestored(): void {
    this.figures.hubRestores += 1
    this.#opened.clear()
  }

  /** What happens to servers and lines, for the trace. */
  note(line: string): void {
    this.trace?.(undefined, `${this.#when()} ${line}`)
  }

  get #open(): World {
    if (!this.#world) throw new Error('The observer watches no world')
    return this.#world
  }

  #check(complaint: string): void {
    checkComplaint(this.#open, complaint)
  }

  /** Whatever the member may act on now, and might not have before. */
  #checkMember(member: MemberServer): void {
    for (const row of allRows(member.disk)) {
      if (row.standing.state === 'HOLDING') this.#check(row.complaint)
    }
  }

  /** I8: what the door shows never goes back within one life of its database. */
  #checkShown(member: MemberServer, { complaint, government, door, standing }: Custody): void {
    if (government !== door) return
    const epoch = standing.state === 'RELEASED' ? standing.newEpoch : standing.epoch
    const key = `${complaint} ${government} ${member.disk.member.incarnation}`
    if (epoch < (this.#shown.get(key) ?? 0)) throw new Violation('I8', 'the door shows an older custody', complaint)
    this.#shown.set(key, epoch)
  }

  #count(why: 'REQUEST' | 'SEIZURE' | 'RESTORE' | 'DECISION'): void {
    this.figures.grants += 1
    if (why === 'SEIZURE') this.figures.seizures += 1
    if (why === 'RESTORE') this.figures.regrants += 1
  }

  #record(out: readonly LogMessage[]): void {
    for (const message of out) {
      if (message.type !== 'HandoverWithdrawn' && message.type !== 'Report') this.ledger.wrote(message.event)
    }
  }

  #when(): string {
    return (this.#agenda.now / HOUR).toFixed(2).padStart(9)
  }

  #traceMember(
    { name, disk }: MemberServer,
    input: MemberInput,
    rows: readonly Custody[],
    out: readonly LogMessage[],
  ): void {
    if (!this.trace) return
    const what = input.type === 'ReadMail' ? `reads ${input.row.message.type}` : input.type
    const said = [...new Set(out.map(({ type }) => type))].join(', ')
    if (rows.length !== 1) {
      this.trace(undefined, `${this.#when()} ${name} ${what} (incarnation ${disk.member.incarnation}) ${said}`)
    }
    for (const row of rows) {
      const { standing, chain, annex } = row
      const to = standing.state === 'RELEASED' ? `→${standing.to}@${standing.newEpoch}` : ''
      const now = `${row.government} ${standing.state}@${standing.epoch}${to} chain ${chain.length} annex ${annex.length}`
      this.trace(row.complaint, `${this.#when()} ${name} ${what}: ${now}${said && ` · ${said}`}`)
    }
  }

  #traceHub(changed: readonly Register[], out: readonly Outgoing[]): void {
    if (!this.trace) return
    for (const { complaint, holder, epoch, standing, chain, annex, request } of changed) {
      const mail = out
        .filter(({ message }) => 'complaint' in message && message.complaint === complaint)
        .map(({ to, message }) => `${message.type} to ${to}`)
      const open = request ? ` request ${request.candidates[request.position]}` : ''
      const now = `${standing.phase} ${holder}@${epoch}${open} chain ${chain.length} annex ${annex.length}`
      this.trace(complaint, `${this.#when()} hub: ${now}${mail.length > 0 ? ` · ${mail.join(', ')}` : ''}`)
    }
  }
}

/** Every complaint that some server knows: after a restore all of them are checked. */
export function knownComplaints({ members, hub }: World): ReadonlySet<string> {
  const held = members.flatMap((member) => allRows(member.disk).map((row) => row.complaint))
  return new Set([...held, ...hub.disk.register.keys()])
}
