import { type Custody, mayAct } from '@lawang/schema/exchange/custody'
import type { Law } from '@lawang/schema/exchange/law'
import { type LeaseMark, NO_LEASE, type Now } from '@lawang/schema/exchange/lease'
import { type HighWater, isRestored } from '@lawang/schema/exchange/member-exchange'
import { type MemberInput, type MemberStep, rowsOf } from '@lawang/schema/exchange/member-state'
import { memberStep } from '@lawang/schema/exchange/member-step'
import type { Agenda } from './agenda.ts'
import { HOUR, MachineClock } from './clock.ts'
import type { Country } from './country.ts'
import { Crash, CrashPoints } from './crash.ts'
import { Dialogue } from './dialogue.ts'
import type { HubServer } from './hub-server.ts'
import { allRows, appendLog, copyDisk, emptyDisk, logHead, type MemberDisk, putRow, rowOf } from './member-disk.ts'
import type { Network } from './network.ts'
import type { Observer } from './observer.ts'
import type { Scenario } from './scenario.ts'
import type { SimulatedParty } from './topology.ts'

export interface MemberSetting {
  readonly scenario: Scenario
  readonly law: Law
  readonly pages: Pick<Country, 'logPage'>
  readonly agenda: Agenda
  readonly network: Network
  readonly observer: Observer
  readonly hub: HubServer
  readonly receivers: readonly string[]
}

/** A member's server over an in-memory database: it runs the very steps that the product runs. */
export class MemberServer {
  readonly name: string
  readonly governments: readonly string[]
  readonly points = new CrashPoints()
  readonly clock: MachineClock
  readonly setting: MemberSetting
  disk: MemberDisk
  /** Beside the database, on the same machine. */
  file: HighWater | undefined
  up = true
  dead = false
  /** Counts the processes that have run here. */
  session = 0
  mark: LeaseMark = NO_LEASE
  readonly dialogue: Dialogue
  /** A transaction stands open: the rows that it holds cannot change until it ends. */
  #busy: (() => void)[] | undefined
  readonly #withoutMargin: Law

  constructor(setting: MemberSetting, { name, governments }: SimulatedParty) {
    this.setting = setting
    this.#withoutMargin = { ...setting.law, actMargin: 0 }
    this.name = name
    this.governments = governments
    this.clock = new MachineClock(setting.scenario.seed, name, setting.scenario.drift)
    this.disk = emptyDisk(name)
    this.dialogue = new Dialogue(this)
  }

  /** `at` stays empty where nothing is written: making it is dear. */
  now(at = ''): Now {
    return { boot: this.clock.boot, clock: this.clock.read(this.setting.agenda.now), at }
  }

  mayAct(row: Custody): boolean {
    return this.up && mayAct(this.disk.member, this.mark, row, this.now(), this.setting.law)
  }

  /** Whether a transaction that has begun could still commit an act: the lease itself runs, without the margin. */
  mightAct(row: Custody): boolean {
    return this.up && mayAct(this.disk.member, this.mark, row, this.now(), this.#withoutMargin)
  }

  get inLease(): boolean {
    return Object.values(this.mark.until).every((until) => until > this.now().clock)
  }

  get isBusy(): boolean {
    return this.#busy !== undefined
  }

  /** Runs it now, or when the transaction that stands open has ended. */
  whenFree(run: () => void): void {
    if (this.#busy) this.#busy.push(run)
    else run()
  }

  /** What the step makes of an input, committed at once. */
  commit(input: MemberInput): MemberStep {
    const step = this.decide(input)
    this.points.pass()
    this.write(step, input)
    this.points.pass()
    return step
  }

  decide(input: MemberInput): MemberStep {
    const { observer, law } = this.setting
    const which = rowsOf(input)
    const one = typeof which === 'object' ? rowOf(this.disk, which.complaint, which.government) : undefined
    const rows = which === 'ALL' ? allRows(this.disk) : one ? [one] : []
    const state = { law, member: this.disk.member, mark: this.mark, rows }
    const at = new Date(this.setting.agenda.now).toISOString()
    return memberStep(state, input, this.now(at), () => observer.freshId(this.name))
  }

  /** State, cursor and log rows, in one transaction. */
  write({ state, out }: MemberStep, input: MemberInput): void {
    const before = input.type === 'MeetHub' || input.type === 'Restore' ? [] : this.#before(state.rows)
    this.disk.member = state.member
    for (const row of state.rows) putRow(this.disk, row)
    appendLog(this.disk, out)
    this.mark = state.mark
    this.setting.observer.memberCommitted(this, input, before, state.rows, out)
  }

  #before(rows: readonly Custody[]): readonly (Custody | undefined)[] {
    return rows.map((row) => rowOf(this.disk, row.complaint, row.government))
  }

  /** A transaction that is decided now and commits later: between a check and its commit, time passes. */
  commitLater(input: MemberInput, delay: number): void {
    const step = this.decide(input)
    const waiting: (() => void)[] = []
    const session = this.session
    this.#busy = waiting
    this.setting.agenda.after(delay, () => {
      if (!this.up || this.session !== session) return
      this.#busy = undefined
      this.alive(() => {
        this.write(step, input)
        this.points.pass()
      })
      for (const run of waiting) run()
    })
  }

  /** Runs a piece of the process's life; a crash point in it ends the process. */
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
    this.#busy = undefined
    this.points.disarm()
    if (reboot) this.clock.reboot(this.setting.agenda.now)
    this.setting.agenda.after(lasts, () => this.start())
  }

  start(): void {
    if (this.up || this.dead) return
    this.up = true
    this.#begin()
  }

  /** What every process does first: a new session, the mark out of the file, and whether the database is the newest. */
  #begin(): void {
    const { file, disk } = this
    this.session += 1
    this.dialogue.begin()
    this.mark = file?.mark ?? NO_LEASE
    if (!isRestored(file, disk.member, logHead(disk))) return
    // Without the file nobody knows the last incarnation: the seconds of the wall clock are above all of them.
    const least = file ? 0 : Math.floor(this.setting.agenda.now / 1000)
    this.restore(Math.max(disk.member.incarnation, file?.incarnation ?? 0, least) + 1)
  }

  restore(incarnation: number): void {
    this.alive(() => {
      this.commit({ type: 'Restore', incarnation })
      this.writeFile()
    })
  }

  /** The machine comes up with an older database, and perhaps without the file. */
  loadBackup(backup: MemberDisk, losesFile: boolean): void {
    if (this.dead) return
    this.disk = copyDisk(backup)
    if (losesFile) this.file = undefined
    this.#busy = undefined
    this.points.disarm()
    this.up = true
    this.#begin()
  }

  /** Before every request and with every mark: what has left the house, and what the mark rests on. */
  writeFile(): void {
    const { member } = this.disk
    this.file = {
      incarnation: member.incarnation,
      logHead: logHead(this.disk),
      mailCursor: member.mailCursor,
      mark: this.mark,
    }
  }
}
