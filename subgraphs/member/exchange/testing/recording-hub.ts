import type { ExchangeAnswer, ExchangeRequest } from '@lawang/schema/exchange/exchange-messages'
import type { Cursor, LeaseClass, LogRow, MailMessage, MailRow } from '@lawang/schema/exchange/messages'
import { createWakeSource } from '../../store/wakes.ts'
import type { HubPort } from '../hub-port.ts'

/** A hub that records one member's log and has mail for it; how it fails is set by the test. */
export interface RecordingHub extends HubPort {
  readonly log: readonly LogRow[]
  readonly requests: readonly ExchangeRequest[]
  /** Puts a message into the mail without waking the member. */
  post(message: MailMessage): void
  wake(): void
  /** What comes instead of the answer, or changes it. */
  interfere: (answer: ExchangeAnswer) => ExchangeAnswer | Promise<ExchangeAnswer>
  incarnation: number
  /** The classes that an answer renews which reaches the end of the mail. */
  renew: readonly LeaseClass[]
}

const MAIL_BATCH = 2

export function createRecordingHub(): RecordingHub {
  const log: LogRow[] = []
  let head = 0
  const mail: MailRow[] = []
  const requests: ExchangeRequest[] = []
  const source = createWakeSource()

  function read(rows: readonly LogRow[]): Cursor {
    // A report begins anew: what stood before it need not be sent.
    for (const row of rows) {
      if (row.n !== head + 1 && row.message.type !== 'Report') continue
      log.push(row)
      head = row.n
    }
    return { incarnation: 1, n: head }
  }

  const hub: RecordingHub = {
    log,
    requests,
    incarnation: 1,
    renew: [],
    interfere: (answer) => answer,
    post: (message) => mail.push({ incarnation: hub.incarnation, n: mail.length + 1, to: 1, message }),
    wake: source.wake,
    onWake: (_, listener) => source.onWake(listener),
    async exchange(request) {
      requests.push(request)
      const after = request.mailCursor.incarnation === hub.incarnation ? request.mailCursor.n : 0
      const rows = mail.slice(after, after + MAIL_BATCH)
      return hub.interfere({
        session: request.session,
        sent: request.sent,
        hubIncarnation: hub.incarnation,
        logCursor: read(request.log),
        mail: rows,
        drained: after + rows.length === mail.length,
        renew: hub.renew,
      })
    },
  }
  return hub
}
