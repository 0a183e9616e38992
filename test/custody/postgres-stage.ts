import { PUBLIC, sampleInput } from '@lawang/member/domain/testing/samples'
import { pruneLog } from '@lawang/member/exchange/prune-log'
import { readCustodies } from '@lawang/member/store/custodies'
import { readMember } from '@lawang/member/store/member-row'
import { actAsReporter } from '@lawang/member/use-cases/act-as-reporter'
import { fileComplaint } from '@lawang/member/use-cases/file-complaint'
import { inCustody } from '@lawang/member/use-cases/in-custody'
import { createReceiptGuesses } from '@lawang/member/use-cases/receipt-guesses'
import type { Surroundings } from '@lawang/member/use-cases/surroundings'
import { loadRegister } from '@lawang/national/hub/load-register'
import { pruneMail } from '@lawang/national/hub/prune-mail'
import type { MemberInput } from '@lawang/schema/exchange/member-state'
import type { ChainEventType, EventData, LeaseClass } from '@lawang/schema/exchange/messages'
import { PostgresNetwork } from './postgres-network.ts'
import { type Backend, type Backup, found, HOSTED, MEMBERS, type MemberName, type Owner, type Stage } from './stage.ts'

type ReporterSays =
  | { readonly type: 'reply'; readonly body: string }
  | { readonly type: 'reopen'; readonly reason: string }

/** The product's use cases, stores, rounds and hub, over PostgreSQL; only HTTP and the loops are left out. */
export const POSTGRES: Backend = {
  name: 'PostgreSQL, as the product has it',
  open: async () => new PostgresStage(await PostgresNetwork.start()),
}

/** Later than any retention. */
const LONG_AFTER = new Date('2999-01-01T00:00:00Z')

class PostgresStage implements Stage {
  readonly #network: PostgresNetwork
  readonly #backups = new WeakMap<Backup, string>()
  readonly #secrets = new Map<string, string>()
  readonly #guesses = createReceiptGuesses()

  constructor(network: PostgresNetwork) {
    this.#network = network
  }

  async file(door: string, filing: { readonly key?: string; readonly leaseClass?: LeaseClass } = {}): Promise<string> {
    const { key, leaseClass } = filing
    const category = leaseClass === 'URGENT' ? { category: 'public-order.disaster' } : {}
    const input = sampleInput({ door, ...category, ...(key !== undefined && { idempotencyKey: key }) })
    const { complaint, secret } = await fileComplaint(this.#around(door), input, PUBLIC)
    this.#secrets.set(complaint.id, secret)
    return complaint.id
  }

  act(owner: Owner, event: ChainEventType): Promise<void> {
    return this.#take(owner, (data) => ({ type: 'Act', event, ...owner, data: after(event, data) }))
  }

  note(owner: Owner): Promise<void> {
    return this.#take(owner, (data) => ({ type: 'Note', event: 'REPLIED', ...owner, data }))
  }

  reply(owner: Owner): Promise<void> {
    return this.#actAsReporter(owner, { type: 'reply', body: 'Masih padam.' })
  }

  reopen(owner: Owner): Promise<void> {
    return this.#actAsReporter(owner, { type: 'reopen', reason: 'Masih padam.' })
  }

  async #actAsReporter({ complaint, government }: Owner, said: ReporterSays): Promise<void> {
    const command = { ...said, complaint, secret: found(this.#secrets.get(complaint)) }
    await actAsReporter({ around: this.#around(government), guesses: this.#guesses }, command)
  }

  handOver(owner: Owner, to: string): Promise<void> {
    const inContact = this.#around(owner.government).lease.inContact()
    return this.#take(owner, (data) => ({
      type: 'RequestHandover',
      to,
      reason: 'ELSEWHERE',
      inContact,
      ...owner,
      data,
    }))
  }

  withdraw(owner: Owner): Promise<void> {
    return this.#take(owner, () => ({ type: 'WithdrawHandover', ...owner }))
  }

  async exchange(...members: readonly MemberName[]): Promise<void> {
    for (const name of members) await this.#network.member(name).exchange().settle()
  }

  async settle(): Promise<void> {
    for (let round = 0; round < 3; round++) {
      await this.lookAround()
      await this.exchange(...MEMBERS)
    }
  }

  lookAround(): Promise<void> {
    return this.#network.hub.hub().lookAround()
  }

  pass(milliseconds: number): void {
    this.#network.time.uptime += milliseconds
  }

  reboot(name: MemberName): Promise<void> {
    this.#network.member(name).reboot()
    return this.#network.begin(name)
  }

  restartHub(): Promise<void> {
    return this.#network.restartHub()
  }

  async backup(member: MemberName): Promise<Backup> {
    const backup: Backup = { member }
    this.#backups.set(backup, await this.#network.copyOf(member))
    return backup
  }

  restore(backup: Backup): Promise<void> {
    return this.#network.replace(backup.member, found(this.#backups.get(backup)))
  }

  async prune(): Promise<void> {
    const { hub } = this.#network
    await pruneMail(hub.database(), hub.hub().network.mailCursors, LONG_AFTER)
    for (const name of MEMBERS) await pruneLog(this.#databaseOf(name), LONG_AFTER)
  }

  async custody({ complaint, government }: Owner) {
    const rows = await readCustodies(this.#databaseOf(hostOf(government)))
    return rows.find((row) => row.complaint === complaint && row.government === government)
  }

  async register(complaint: string) {
    return (await loadRegister(this.#network.hub.database(), [complaint]))[0]
  }

  async member(name: MemberName) {
    return (await readMember(this.#databaseOf(name), name)).member
  }

  async isHubRecovering(): Promise<boolean> {
    const { state } = await this.#network.hub.hub().state()
    return state.hub.recovery !== undefined
  }

  async rowsKept(name: MemberName) {
    const [log] = await this.#databaseOf(name).query<{ count: number }>(COUNT_LOG)
    const [mail] = await this.#network.hub.database().query<{ count: number }>(COUNT_MAIL, [name])
    return { log: log?.count ?? 0, mail: mail?.count ?? 0 }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#network[Symbol.asyncDispose]()
  }

  #around(government: string): Surroundings {
    return this.#network.member(hostOf(government)).process().around
  }

  #databaseOf(name: MemberName) {
    return this.#network.member(name).process().database
  }

  /** One step of a government's software, about what its last event has told. */
  async #take(owner: Owner, inputFrom: (data: EventData) => MemberInput): Promise<void> {
    await inCustody(this.#around(owner.government), [owner], ({ rowOf, take }) => {
      take(inputFrom(plain(found(rowOf(owner)?.chain.at(-1)?.data))))
    })
  }
}

const COUNT_LOG = 'SELECT count(*)::float8 AS count FROM log'
const COUNT_MAIL = 'SELECT count(*)::float8 AS count FROM hub.mail WHERE member = $1'

function hostOf(government: string): MemberName {
  return found(MEMBERS.find((name) => HOSTED[name].some((code) => code === government)))
}

/** Status, agency and case, without what the event alone has told. */
function plain({ status, handledBy, case: copy }: EventData): EventData {
  return { status, handledBy, ...(copy && { case: copy }) }
}

/** What an act makes of status and case, where it changes them. */
function after(event: ChainEventType, data: EventData): EventData {
  const status = event === 'CLOSED' ? 'CLOSED' : event === 'REOPENED' ? 'IN_PROGRESS' : undefined
  if (status === undefined) return data
  return { ...data, status, ...(data.case && { case: { ...data.case, status } }) }
}
