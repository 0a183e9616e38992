import type { LogMessage, MailMessage, MailRow } from '@lawang/schema/exchange/messages'
import { parseLogMessage } from '@lawang/schema/exchange/validate'
import type { GovernmentCode } from '@lawang/schema/region'
import type { Reference } from '../../domain/model.ts'
import { applyMailRow } from '../../exchange/apply-mail.ts'
import type { Database } from '../../store/database.ts'
import { readLog } from '../../store/log.ts'
import { openMemberDatabase } from '../../store/member-database.ts'
import { createTestDatabase } from '../../store/test-database.ts'
import type { Surroundings } from '../surroundings.ts'

/** A member's use cases over a database of its own, without a server and without a hub. */
export interface TestMember extends AsyncDisposable {
  readonly database: Database
  readonly around: Surroundings
  /** Everything that its log has told so far, read as the hub reads it. */
  log(): Promise<readonly LogMessage[]>
  /** The log's messages of one type about one complaint. */
  logOf<T extends LogMessage['type']>(type: T, complaint: string): Promise<Extract<LogMessage, { type: T }>[]>
  /** Delivers the next row of the hub's mail, and returns it. */
  receive(message: MailMessage): Promise<MailRow>
}

export interface TestMemberOptions {
  readonly reference: Reference
  readonly governments: readonly GovernmentCode[]
  readonly now: () => Date
}

/** Opens a member that is empty; `await using` drops its database again. */
export async function openTestMember({ reference, governments, now }: TestMemberOptions): Promise<TestMember> {
  const target = await createTestDatabase()
  const database = await openMemberDatabase(target.url)
  let ids = 0
  let mail = 0
  const around: Surroundings = {
    database,
    reference,
    governments,
    now,
    doorKey: new Uint8Array(32).fill(7),
    newEventId: () => `${governments[0]}-event-${++ids}`,
    randomness: () => new Uint8Array(16).fill(++ids),
  }
  const log = async () =>
    (await readLog(database, { incarnation: 0, n: 0 }, 1, 10_000)).map((row) => parseLogMessage(row.message))
  return {
    database,
    around,
    log,
    async logOf(type, complaint) {
      const isOfType = (message: LogMessage): message is Extract<LogMessage, { type: typeof type }> =>
        message.type === type
      return (await log())
        .filter(isOfType)
        .filter((message) => !('complaint' in message) || message.complaint === complaint)
    },
    async receive(message) {
      const row: MailRow = { incarnation: 1, n: ++mail, to: 1, message }
      await applyMailRow(around, row)
      return row
    },
    async [Symbol.asyncDispose]() {
      await database.close()
      await target.drop()
    },
  }
}
