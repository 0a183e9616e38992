import { randomUUID } from 'node:crypto'
import type { HubPort } from '@lawang/member/exchange/hub-port'
import { isAfter, START } from '@lawang/schema/exchange/cursor'
import type { ExchangeAnswer, ExchangeRequest } from '@lawang/schema/exchange/exchange-messages'
import type { Cursor, LogMessage, LogRow, MailMessage, MailRow, ReportRow } from '@lawang/schema/exchange/messages'

/** A member whose log and mail are driven by hand. It meets every incarnation of the hub with a Report, as members do. */
export interface HandDriven {
  /** Everything in the mail of the present incarnation of the hub, in order. */
  readonly mail: MailRow[]
  /** What it shows when it reports. */
  holds: readonly ReportRow[]
  /** Puts messages at the end of the log and exchanges; once more when the hub has to be met first. */
  send(...messages: LogMessage[]): Promise<ExchangeAnswer>
  /** Exchanges with rows of one's own making; the mail cursor stays where it was. */
  raw(rows: readonly LogRow[], change?: Partial<ExchangeRequest>): Promise<ExchangeAnswer>
  /** The number of the last row of the log. */
  readonly written: number
  /** Its database has been replaced by an older one: the log begins anew with a Report. */
  restore(): void
  /** The messages of one type that have come. */
  received<T extends MailMessage['type']>(type: T): Extract<MailMessage, { type: T }>[]
}

export function driveMember(name: string, port: () => HubPort): HandDriven {
  const session = randomUUID()
  let mail: MailRow[] = []
  let log: LogRow[] = []
  let incarnation = 1
  let hubIncarnation = 0
  let hubCursor: Cursor = START

  const exchange = (rows: readonly LogRow[], change: Partial<ExchangeRequest> = {}) =>
    port().exchange({
      member: name,
      session,
      incarnation,
      hubIncarnation,
      sent: 1,
      mailCursor: { incarnation: hubIncarnation, n: mail.at(-1)?.n ?? 0 },
      log: rows,
      ...change,
    })
  const write = (message: LogMessage) => log.push({ incarnation, n: log.length + 1, message })

  function report(restored: boolean): void {
    write({ type: 'Report', restored, hub: hubIncarnation, page: 0, last: true, rows: driven.holds })
  }

  async function meet(answer: ExchangeAnswer): Promise<ExchangeAnswer> {
    hubCursor = answer.logCursor
    if (answer.hubIncarnation === hubIncarnation) return answer
    hubIncarnation = answer.hubIncarnation
    mail = []
    report(incarnation > 1)
    return exchange(log.filter((row) => isAfter(row, hubCursor)))
  }

  const driven: HandDriven = {
    get mail() {
      return mail
    },
    holds: [],
    raw: exchange,
    get written() {
      return log.length
    },
    async send(...messages) {
      if (hubIncarnation === 0) await meet(await exchange([]))
      for (const message of messages) write(message)
      const answer = await meet(await exchange(log.filter((row) => isAfter(row, hubCursor))))
      hubCursor = answer.logCursor
      mail.push(...answer.mail)
      return answer
    },
    restore() {
      incarnation += 1
      log = []
      report(true)
    },
    received<T extends MailMessage['type']>(type: T) {
      return mail.flatMap(({ message }) => (isOfType(message, type) ? [message] : []))
    },
  }
  return driven
}

function isOfType<T extends MailMessage['type']>(
  message: MailMessage,
  type: T,
): message is Extract<MailMessage, { type: T }> {
  return message.type === type
}
