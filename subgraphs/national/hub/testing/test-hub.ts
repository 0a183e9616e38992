import { randomUUID } from 'node:crypto'
import type { HubPort } from '@lawang/member/exchange/hub-port'
import type { Database } from '@lawang/member/store/database'
import { createTestDatabase } from '@lawang/member/store/test-database'
import type { ExchangeAnswer, LogMessage, LogRow, MailMessage, MailRow } from '@lawang/schema/exchange/messages'
import type { MemberEntry } from '@lawang/schema/network'
import { createHub, type Hub, type LogFault } from '../hub.ts'
import { openHubDatabase } from '../hub-database.ts'
import { createNetwork } from '../network.ts'

export const TEST_MEMBERS: readonly MemberEntry[] = [
  { name: 'national', tier: 'NATIONAL', url: 'http://127.0.0.1:1', governments: ['00'] },
  { name: 'provincial', tier: 'PROVINCIAL', url: 'http://127.0.0.1:2', governments: ['13', '64', '72'] },
  { name: 'kutai-timur', tier: 'REGENCY', url: 'http://127.0.0.1:3', governments: ['64.08'] },
]

/** A hub on a database of its own, with a clock that is set by hand. */
export interface TestHub {
  hub: Hub
  readonly url: string
  readonly database: Database
  readonly faults: LogFault[]
  readonly clock: { now: Date }
  /** The hub's process ends and another starts on the same database. */
  restart(members?: readonly MemberEntry[]): Promise<void>
  close(): Promise<void>
}

export async function startTestHub(): Promise<TestHub> {
  const { url, drop } = await createTestDatabase()
  const database = await openHubDatabase(url)
  const faults: LogFault[] = []
  const clock = { now: new Date('2026-03-17T02:00:10Z') }
  const open = (members: readonly MemberEntry[]) =>
    createHub({
      database,
      network: createNetwork(members),
      now: () => clock.now,
      onFault: (fault) => faults.push(fault),
    })
  const test: TestHub = {
    hub: await open(TEST_MEMBERS),
    url,
    database,
    faults,
    clock,
    async restart(members = TEST_MEMBERS) {
      test.hub = await open(members)
    },
    async close() {
      await database.close()
      await drop()
    },
  }
  return test
}

/** A member whose log and mail are driven by hand. */
export interface HandDriven {
  /** Everything in the mail so far, in order. */
  readonly mail: MailRow[]
  /** Puts messages at the end of the log and exchanges once. */
  send(...messages: LogMessage[]): Promise<ExchangeAnswer>
  /** Exchanges with rows of one's own making; the mail cursor stays where it was. */
  raw(rows: readonly LogRow[]): Promise<ExchangeAnswer>
  /** The messages of one type that have come. */
  received<T extends MailMessage['type']>(type: T): Extract<MailMessage, { type: T }>[]
}

export function driveMember(name: string, port: () => HubPort): HandDriven {
  const session = randomUUID()
  const mail: MailRow[] = []
  let written = 0
  const exchange = (log: readonly LogRow[]) =>
    port().exchange({
      member: name,
      session,
      incarnation: 1,
      hubIncarnation: mail.at(-1)?.incarnation ?? 0,
      sent: 1,
      mailCursor: { incarnation: mail.at(-1)?.incarnation ?? 0, n: mail.at(-1)?.n ?? 0 },
      log,
    })
  return {
    mail,
    raw: exchange,
    async send(...messages) {
      const answer = await exchange(messages.map((message, i) => ({ incarnation: 1, n: written + i + 1, message })))
      written += messages.length
      mail.push(...answer.mail)
      return answer
    },
    received<T extends MailMessage['type']>(type: T) {
      return mail.flatMap(({ message }) => (isOfType(message, type) ? [message] : []))
    },
  }
}

function isOfType<T extends MailMessage['type']>(
  message: MailMessage,
  type: T,
): message is Extract<MailMessage, { type: T }> {
  return message.type === type
}
