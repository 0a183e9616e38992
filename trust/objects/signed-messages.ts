import type { ChainEvent, LogMessage } from '@lawang/schema/exchange/messages'
import type { ObjectProofs } from './object-proofs.ts'

/** Custody rows and messages as a step leaves them: a new event is in both. */
interface Written<Row> {
  readonly rows: readonly Row[]
  readonly out: readonly LogMessage[]
}

/**
 * Signs the events that a step has written. Every new event is told in the log: what the messages carry is signed, and
 * the same event in a row is replaced by it.
 */
export function signWritten<
  Row extends { readonly chain: readonly ChainEvent[]; readonly annex: readonly ChainEvent[] },
>({ rows, out }: Written<Row>, sign: ObjectProofs['signEvent']): Written<Row> {
  const signed = new Map<ChainEvent, ChainEvent>()
  const messages = out.map((message): LogMessage => {
    if (!('event' in message)) return message
    const event = sign(message.event)
    signed.set(message.event, event)
    return { ...message, event }
  })
  if (signed.size === 0) return { rows, out }
  const replaced = (events: readonly ChainEvent[]) =>
    events.some((event) => signed.has(event)) ? events.map((event) => signed.get(event) ?? event) : events
  return {
    rows: rows.map((row) => ({ ...row, chain: replaced(row.chain), annex: replaced(row.annex) })),
    out: messages,
  }
}
