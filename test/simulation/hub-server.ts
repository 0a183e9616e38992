import { isDue } from '@lawang/schema/exchange/custody-turn'
import type { ExchangeAnswer, ExchangeRequest } from '@lawang/schema/exchange/exchange-messages'
import { answerOf, introduction, judgeRequest } from '@lawang/schema/exchange/hub-exchange'
import { type HubInput, type HubState, inContact, registerRowsOf } from '@lawang/schema/exchange/hub-state'
import { hubStep } from '@lawang/schema/exchange/hub-step'
import { type Law, leaseWait } from '@lawang/schema/exchange/law'
import type { MailPush } from '@lawang/schema/exchange/mail-push'
import type { Cursor, MailRow } from '@lawang/schema/exchange/messages'
import type { Register } from '@lawang/schema/exchange/register'
import type { Agenda } from './agenda.ts'
import { HOUR, MachineClock } from './clock.ts'
import type { Country } from './country.ts'
import { Crash, CrashPoints } from './crash.ts'
import { appendMail, copyHub, emptyHub, emptyMail, type HubDisk, mailHead, mailHeads } from './hub-disk.ts'
import type { Network } from './network.ts'
import type { Observer } from './observer.ts'
import { mixSeed, type Random, seeded } from './random.ts'
import type { Scenario } from './scenario.ts'
import type { SimulatedParty } from './topology.ts'

export interface HubSetting {
  readonly scenario: Scenario
  readonly law: Law
  readonly pages: Pick<Country, 'mailPage'>
  readonly agenda: Agenda
  readonly network: Network
  readonly parties: readonly SimulatedParty[]
  readonly memberOf: ReadonlyMap<string, string>
  readonly observer: Observer
}

/** What the hub keeps in a file outside its database, written before every answer. */
interface HubFile {
  readonly incarnation: number
  readonly clock: number
}

/** The hub over an in-memory database: it runs the very steps that the product runs. */
export class HubServer {
  readonly setting: HubSetting
  readonly points = new CrashPoints()
  disk: HubDisk
  file: HubFile | undefined
  up = true
  readonly #clock: MachineClock
  readonly #random: Random
  /** True time when this process began, and the hub's clock then. */
  #began = { at: 0, clock: 0 }
  /** Where members hear pushes. */
  readonly #streams = new Map<string, (push: MailPush) => void>()
  /** How far members have read their mail, as they have told this process. */
  readonly #mailCursors = new Map<string, Cursor>()

  constructor(setting: HubSetting) {
    this.setting = setting
    this.#clock = new MachineClock(setting.scenario.seed, 'hub', setting.scenario.drift)
    this.#random = seeded(mixSeed(setting.scenario.seed, 'rhythm', 'hub'))
    this.disk = emptyHub(setting.parties)
    setting.agenda.after(this.#random() * HOUR, () => this.#tickAgain())
  }

  /** The hub's clock: its uptime, continued from the last commit of the process before. */
  now(): number {
    return this.#began.clock + this.#clock.elapsed(this.setting.agenda.now - this.#began.at)
  }

  state(register: readonly Register[]): HubState {
    const { law, memberOf } = this.setting
    return { law, hub: this.disk.hub, parties: this.disk.parties, memberOf, register }
  }

  commit(input: HubInput): void {
    const now = this.now()
    const { state, out } = hubStep(this.state(this.#rowsOf(input)), input, now)
    this.points.pass()
    const changed = state.register.filter((row) => this.disk.register.get(row.complaint) !== row)
    this.disk.hub = state.hub
    this.disk.parties = state.parties
    for (const row of changed) this.disk.register.put(row)
    if (input.type === 'Restore') emptyMail(this.disk)
    const heads = this.setting.scenario.pushes ? mailHeads(this.disk) : undefined
    appendMail(this.disk, this.setting.memberOf, out)
    this.disk.clock = now
    this.setting.observer.hubCommitted(changed, out)
    this.points.pass()
    if (heads) this.#push(heads)
  }

  /** Where a member hears what is sent without being asked for. */
  stream(member: string, hear: (push: MailPush) => void): void {
    this.#streams.set(member, hear)
  }

  /** Sends each member that has reported what was just written behind these heads of the mail, once the file shows it. */
  #push(heads: ReadonlyMap<string, number>): void {
    for (const [member, before] of heads) {
      const mail = this.disk.mail.get(member)?.after(before) ?? []
      if (mail.length === 0 || !this.disk.parties.get(member)?.reported) continue
      this.file = { incarnation: this.disk.hub.incarnation, clock: this.disk.clock }
      this.points.pass()
      this.setting.network.send(member, 'PUSH', () => this.#streams.get(member)?.({ mail }))
    }
  }

  #rowsOf(input: HubInput): readonly Register[] {
    const which = registerRowsOf(input)
    const { register, parties } = this.disk
    if (which.kind === 'NONE') return []
    if (which.kind === 'COMPLAINTS') return which.ids.flatMap((id) => register.get(id) ?? [])
    if (which.kind === 'UNSETTLED') return register.unsettled()
    const all = [...register.values()]
    if (which.kind === 'ALL') return all
    const governments = parties.get(which.member)?.governments ?? []
    return all.filter(
      (row) => governments.includes(row.holder) || governments.includes(row.door) || which.ids.includes(row.complaint),
    )
  }

  answer(request: ExchangeRequest, reply: (answer: ExchangeAnswer) => void): void {
    this.alive(() => {
      const { member } = request
      const state = this.state([])
      const verdict = judgeRequest(state, state.parties.get(member), mailHead(this.disk, member), request)
      switch (verdict.kind) {
        case 'HUB_RESTORED':
          return this.#restore(Math.max(this.disk.hub.incarnation, request.hubIncarnation) + 1)
        case 'DISCARD':
        case 'INTRODUCE':
          return this.#reply(introduction(state, request), reply)
        case 'READ': {
          for (const row of verdict.rows) this.commit({ type: 'ReadLog', member, row })
          this.commit({ type: 'Contact', member })
          this.#advance()
          this.#mailCursors.set(member, request.mailCursor)
          const after = this.#mailAfter(request)
          const page = after.slice(0, this.setting.pages.mailPage)
          this.#reply(answerOf(this.state([]), request, page, page.length === after.length), reply)
        }
      }
    })
  }

  #mailAfter({ member, mailCursor }: ExchangeRequest): readonly MailRow[] {
    const isOfNow = mailCursor.incarnation === this.disk.hub.incarnation
    return this.disk.mail.get(member)?.after(isOfNow ? mailCursor.n : 0) ?? []
  }

  /** Takes away all mail that members have told to have read. */
  prune(): void {
    for (const [member, { incarnation, n }] of this.#mailCursors) {
      if (incarnation === this.disk.hub.incarnation) this.disk.mail.get(member)?.prune(n)
    }
  }

  #reply(answer: ExchangeAnswer, reply: (answer: ExchangeAnswer) => void): void {
    this.file = { incarnation: this.disk.hub.incarnation, clock: this.disk.clock }
    this.points.pass()
    reply(answer)
  }

  /** What the hub does by itself. */
  tick(): void {
    this.alive(() => {
      this.disk.clock = this.now()
      this.#advance()
      this.setting.observer.hubTicked()
    })
  }

  #tickAgain(): void {
    this.tick()
    this.setting.agenda.after((0.5 + this.#random() * 2) * HOUR, () => this.#tickAgain())
  }

  /** Everything that time, or somebody's contact, has made due. */
  #advance(): void {
    const { register } = this.disk
    const state = this.state([])
    const now = this.now()
    const waiting = register.waiting().filter((row) => isTurnDue(state, row, now))
    for (const { complaint } of new Set([...waiting, ...register.unsettled(), ...register.leasedTo(this.#silent())])) {
      const row = this.disk.register.get(complaint)
      if (row && isDue(state, row, now)) this.commit({ type: 'Advance', complaint })
    }
    if (this.disk.hub.recovery) this.commit({ type: 'EndRecovery' })
    if (this.disk.hub.recovery) return
    for (const party of this.disk.parties.values()) {
      if (party.owesConfirmed && party.reported) this.#confirm(party.name)
    }
  }

  /** Page by page: between two of them the process may die. */
  #confirm(member: string): void {
    for (;;) {
      const { governments = [], confirmedTo = '', owesConfirmed = false } = this.disk.parties.get(member) ?? {}
      if (!owesConfirmed) return
      const concerned = [...this.disk.register.values()].filter(
        ({ complaint, holder, door }) =>
          complaint > confirmedTo && (governments.includes(holder) || governments.includes(door)),
      )
      const ids = concerned.map(({ complaint }) => complaint).sort()
      const complaints = ids.slice(0, this.setting.law.reportPage)
      this.commit({ type: 'Confirm', member, complaints, last: complaints.length === ids.length })
    }
  }

  /** Governments of members whose shortest lease has surely ended. */
  #silent(): readonly string[] {
    const { law } = this.setting
    const least = Math.min(leaseWait(law, 'URGENT'), leaseWait(law, 'NORMAL'))
    const silent = [...this.disk.parties.values()].filter(({ contact }) => this.now() > contact + least)
    return silent.flatMap(({ governments }) => governments)
  }

  alive(run: () => void): void {
    if (!this.up) return
    try {
      run()
    } catch (error) {
      if (!(error instanceof Crash)) throw error
      this.crash(HOUR, false)
    }
  }

  crash(lasts: number, reboot: boolean): void {
    this.up = false
    this.points.disarm()
    if (reboot) this.#clock.reboot(this.setting.agenda.now)
    this.setting.agenda.after(lasts, () => this.start())
  }

  start(): void {
    if (this.up) return
    this.up = true
    this.#begin()
  }

  #begin(): void {
    const { disk, file } = this
    this.#began = { at: this.setting.agenda.now, clock: disk.clock }
    this.#mailCursors.clear()
    const restored = !file || file.incarnation > disk.hub.incarnation || file.clock > disk.clock
    if (restored) {
      const least = file ? 0 : Math.floor(this.setting.agenda.now / 1000)
      this.#restore(Math.max(disk.hub.incarnation, file?.incarnation ?? 0, least) + 1)
    } else this.alive(() => this.commit({ type: 'Start' }))
  }

  #restore(incarnation: number): void {
    this.alive(() => {
      this.commit({ type: 'Restore', incarnation })
      this.file = { incarnation, clock: this.disk.clock }
    })
  }

  loadBackup(backup: HubDisk, losesFile: boolean): void {
    this.disk = copyHub(backup)
    if (losesFile) this.file = undefined
    this.points.disarm()
    this.up = true
    this.#begin()
  }
}

/** Whether the one whose turn it is can take it, the turn has passed, or a seizure may have become needless. */
function isTurnDue(state: HubState, { request, seizure }: Register, now: number): boolean {
  const turn = request ?? seizure
  if (!turn || seizure) return true
  const receiver = turn.candidates[turn.position]
  return now > turn.deadline || (receiver !== undefined && inContact(state, receiver, now))
}
