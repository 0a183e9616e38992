import { LAW } from '@lawang/schema/exchange/law'
import type { ChainEventType, LeaseClass } from '@lawang/schema/exchange/messages'
import type { ReporterAct } from '@lawang/schema/exchange/reporter-act'
import { Agenda } from '../simulation/agenda.ts'
import { DATA, DOSSIER, SECRET_HASH } from '../simulation/content.ts'
import type { Country } from '../simulation/country.ts'
import { copyHub, type HubDisk } from '../simulation/hub-disk.ts'
import { copyDisk, type MemberDisk, pruneLog, rowOf, unreadRows } from '../simulation/member-disk.ts'
import type { MemberServer } from '../simulation/member-server.ts'
import type { Network, Way } from '../simulation/network.ts'
import { actAsReporter } from '../simulation/reporters.ts'
import { complaintOf } from '../simulation/work.ts'
import { assembleWorld, type World } from '../simulation/world.ts'
import { type Backend, type Backup, found, HOSTED, MEMBERS, type MemberName, type Owner, type Stage } from './stage.ts'

/** The parties of the simulation, over memory. Its observer checks the law's invariants after every commit. */
export const MEMORY: Backend = {
  name: 'memory, as the simulation has it',
  open: async () => new MemoryStage(),
}

const COUNTRY: Country = {
  parties: MEMBERS.map((name) => ({ name, governments: HOSTED[name] })),
  receivers: MEMBERS.flatMap((name) => [...HOSTED[name]]),
  law: LAW,
  logPage: 100,
  mailPage: 100,
}
const SCENARIO = {
  ...{ seed: 1, members: MEMBERS.length, end: Number.MAX_SAFE_INTEGER, drift: LAW.drift, script: [] },
  network: { drop: 0, duplicate: 0, slow: 0, slowest: 0, usual: 0 },
}

/** Every message is there at once. */
class DirectNetwork implements Network {
  messages = 0

  send(_member: string, _way: Way, deliver: () => void): void {
    this.messages += 1
    deliver()
  }

  cut(): void {}
  heal(): void {}
}

interface Disks {
  readonly member: MemberDisk
  readonly hub: HubDisk | undefined
}

class MemoryStage implements Stage {
  readonly #agenda = new Agenda()
  readonly #world: World = assembleWorld(SCENARIO, COUNTRY, this.#agenda, new DirectNetwork())
  readonly #backups = new WeakMap<Backup, Disks>()
  readonly #keys = new Map<string, string>()

  #server(name: MemberName): MemberServer {
    return found(this.#world.members.find((member) => member.name === name))
  }

  #hostOf({ government }: Pick<Owner, 'government'>): MemberServer {
    return found(this.#world.whereabouts.hostOf(government))
  }

  async file(door: string, filing: { readonly key?: string; readonly leaseClass?: LeaseClass } = {}): Promise<string> {
    const { key = `${this.#keys.size}`, leaseClass = 'NORMAL' } = filing
    const complaint = complaintOf(key)
    this.#keys.set(complaint, key)
    const content = { leaseClass, dossier: DOSSIER, secretHash: SECRET_HASH, data: DATA }
    this.#hostOf({ government: door }).commit({ type: 'File', complaint, government: door, ...content })
    return complaint
  }

  async act(owner: Owner, event: ChainEventType): Promise<void> {
    this.#hostOf(owner).commit({ type: 'Act', event, ...owner, data: DATA })
  }

  async note(owner: Owner): Promise<void> {
    this.#hostOf(owner).commit({ type: 'Note', event: 'REPLIED', ...owner, data: DATA })
  }

  async reply(owner: Owner): Promise<void> {
    this.#actAsReporter(owner, { kind: 'REPLY' })
  }

  async reopen(owner: Owner): Promise<void> {
    this.#actAsReporter(owner, { kind: 'REOPEN' })
  }

  #actAsReporter({ complaint, government: door }: Owner, act: ReporterAct): void {
    actAsReporter(this.#hostOf({ government: door }), { door, key: found(this.#keys.get(complaint)), act })
  }

  async handOver(owner: Owner, to: string): Promise<void> {
    const member = this.#hostOf(owner)
    const { inContact } = member.dialogue
    member.commit({ type: 'RequestHandover', to, reason: 'ELSEWHERE', inContact, ...owner, data: DATA })
  }

  async withdraw(owner: Owner): Promise<void> {
    this.#hostOf(owner).commit({ type: 'WithdrawHandover', ...owner })
  }

  async exchange(...members: readonly MemberName[]): Promise<void> {
    for (const name of members) askUntilDone(this.#world, this.#server(name))
  }

  async settle(): Promise<void> {
    for (let round = 0; round < 3; round++) {
      this.#world.hub.tick()
      await this.exchange(...MEMBERS)
    }
  }

  async lookAround(): Promise<void> {
    this.#world.hub.tick()
  }

  pass(milliseconds: number): void {
    this.#agenda.now += milliseconds
  }

  async reboot(name: MemberName): Promise<void> {
    this.#server(name).crash(0, true)
    this.#server(name).start()
  }

  async restartHub(): Promise<void> {
    this.#world.hub.crash(0, false)
    this.#world.hub.start()
  }

  async backup(member: MemberName): Promise<Backup> {
    const backup: Backup = { member }
    const hub = member === 'national' ? copyHub(this.#world.hub.disk) : undefined
    this.#backups.set(backup, { member: copyDisk(this.#server(member).disk), hub })
    return backup
  }

  async restore(backup: Backup): Promise<void> {
    const { member, hub } = found(this.#backups.get(backup))
    if (hub) this.#world.hub.loadBackup(hub, false)
    this.#server(backup.member).loadBackup(member, false)
  }

  async prune(): Promise<void> {
    this.#world.hub.prune()
    for (const member of this.#world.members) pruneLog(member.disk, member.dialogue.hubCursor)
  }

  async custody(owner: Owner) {
    return rowOf(this.#hostOf(owner).disk, owner.complaint, owner.government)
  }

  async register(complaint: string) {
    return this.#world.hub.disk.register.get(complaint)
  }

  async member(name: MemberName) {
    return this.#server(name).disk.member
  }

  async isHubRecovering(): Promise<boolean> {
    return this.#world.hub.disk.hub.recovery !== undefined
  }

  async rowsKept(name: MemberName) {
    const mail = this.#world.hub.disk.mail.get(name)?.rows ?? []
    return { log: this.#server(name).disk.log.rows.length, mail: mail.length }
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

/** At most this often: what goes on for ever has no end. */
const MOST_ROUNDS = 20

function askUntilDone({ hub }: World, member: MemberServer): void {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    member.dialogue.ask()
    const { disk, dialogue } = member
    const { incarnation, n } = disk.member.mailCursor
    const hasRead = incarnation === hub.disk.hub.incarnation && n === hub.disk.mail.get(member.name)?.written
    if (hasRead && unreadRows(disk, dialogue.hubCursor, 1).length === 0) return
  }
}
