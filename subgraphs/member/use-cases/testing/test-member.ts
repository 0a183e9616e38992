import { randomBytes } from 'node:crypto'
import { LAW } from '@lawang/schema/exchange/law'
import type { LogMessage, MailMessage, MailRow } from '@lawang/schema/exchange/messages'
import { parseLogMessage } from '@lawang/schema/exchange/validate'
import type { GovernmentCode } from '@lawang/schema/region'
import { NO_PROOFS } from '@lawang/trust/objects/object-proofs'
import type { Reference } from '../../domain/model.ts'
import { createLeaseKeeper, type LeaseKeeper } from '../../exchange/lease-keeper.ts'
import { readMail } from '../../exchange/read-mail.ts'
import { createIdentities } from '../../identity/identities.ts'
import { createKeyRing } from '../../identity/key-ring.ts'
import type { Mandates } from '../../mandates/standing.ts'
import type { Database } from '../../store/database.ts'
import { openMemberDatabase } from '../../store/member-database.ts'
import { MEMBER_MIGRATIONS } from '../../store/migrations/list.ts'
import { createFilledDatabase, type Filling } from '../../store/test-database.ts'
import type { Surroundings } from '../surroundings.ts'

const BOOT = 'this boot'
const FOR_EVER = Number.MAX_SAFE_INTEGER
/** A member's database as its migrations leave it. */
export const MIGRATED_MEMBER: Filling = {
  kind: 'member',
  migrations: MEMBER_MIGRATIONS,
  fill: async (url) => (await openMemberDatabase(url)).close(),
}

/** A member's use cases over a database of its own, without a server and without a hub. */
export interface TestMember extends AsyncDisposable {
  readonly database: Database
  readonly around: Surroundings
  /** As the test sets it; at first the lease runs for ever and the hub is heard. */
  readonly lease: LeaseKeeper
  /** The machine's clock and whether the hub is heard. */
  readonly machine: { clock: number; inContact: boolean }
  /** Everything that its log has told so far, read as the hub reads it. */
  log(): Promise<readonly LogMessage[]>
  /** The log's messages of one type about one complaint. */
  logOf<T extends LogMessage['type']>(type: T, complaint: string): Promise<Extract<LogMessage, { type: T }>[]>
  /** Delivers the next row of the hub's mail, and returns it. */
  receive(message: MailMessage): Promise<MailRow>
  /** Receives these together, as rows of one page. */
  receivePage(messages: readonly MailMessage[]): Promise<void>
}

export interface TestMemberOptions {
  readonly name?: string
  /** A database to be gone on with; it is not dropped. */
  readonly databaseUrl?: string
  readonly reference: Reference
  readonly governments: readonly GovernmentCode[]
  readonly now: () => Date
  /** Without it officers act by their tokens alone. */
  readonly mandates?: Mandates
  /** Governments whose answers need two persons. */
  readonly twoPersonAnswers?: readonly GovernmentCode[]
  /** Instead of one that runs for ever; `machine` says nothing then. */
  readonly ownLease?: LeaseKeeper
}

/** Opens a member that is empty; `await using` drops its database again. */
export async function openTestMember({
  reference,
  governments,
  now,
  databaseUrl,
  mandates,
  name = 'test-member',
  twoPersonAnswers = [],
  ownLease,
}: TestMemberOptions): Promise<TestMember> {
  const target =
    databaseUrl === undefined ? await createFilledDatabase(MIGRATED_MEMBER) : { url: databaseUrl, drop: async () => {} }
  const database = await openMemberDatabase(target.url)
  const machine = { clock: 0, inContact: true }
  const clock = { boot: BOOT, now: () => machine.clock }
  const lease: LeaseKeeper = ownLease ?? {
    ...createLeaseKeeper(clock, LAW, { boot: BOOT, until: { URGENT: FOR_EVER, NORMAL: FOR_EVER } }),
    inContact: () => machine.inContact,
  }
  const keys = createKeyRing([{ id: 'test', bytes: new Uint8Array(32).fill(5) }], randomBytes)
  const identities = createIdentities({ database, keys, randomBytes })
  const opened = randomBytes(6).toString('hex')
  let ids = 0
  let mail = 0
  const around: Surroundings = {
    ...{ name, database, reference, governments, now, lease, law: LAW, identities, proofs: NO_PROOFS },
    twoPersons: new Set(twoPersonAnswers),
    doorKey: new Uint8Array(32).fill(7),
    mandates: mandates ?? { rule: 'OFF', book: { secretariatOf: () => undefined } },
    newEventId: () => `${opened}-event-${++ids}`,
    randomness: () => randomBytes(16),
  }
  const log = async () => {
    const rows = await database.query<{ message: unknown }>('SELECT message FROM log ORDER BY incarnation, n')
    return rows.map((row) => parseLogMessage(row.message))
  }
  const rowOf = (message: MailMessage): MailRow => ({ incarnation: 1, n: ++mail, to: 1, message })
  return {
    ...{ database, around, lease, machine },
    log,
    async logOf(type, complaint) {
      const isOfType = (message: LogMessage): message is Extract<LogMessage, { type: typeof type }> =>
        message.type === type
      return (await log())
        .filter(isOfType)
        .filter((message) => !('complaint' in message) || message.complaint === complaint)
    },
    async receive(message) {
      const row = rowOf(message)
      await readMail(around, [row])
      return row
    },
    receivePage: (messages) => readMail(around, messages.map(rowOf)),
    async [Symbol.asyncDispose]() {
      await database.close()
      await target.drop()
    },
  }
}
