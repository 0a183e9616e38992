import type { MailPush } from '@lawang/schema/exchange/mail-push'
import { parseMailPush } from '@lawang/schema/exchange/validate'
import type { SealedRequest } from '@lawang/trust/http/exchange-seal'

/** The lines of data of one server-sent event. */
export type EventLines = readonly string[]

/** The whole events in what a stream has said so far, those without data left out, and what the last one begins with. */
export function eventsOf(text: string): { readonly events: readonly EventLines[]; readonly rest: string } {
  const blocks = text.split('\n\n')
  const rest = blocks.pop() ?? ''
  const events = blocks
    .map((block) => block.split('\n').flatMap((line) => (line.startsWith('data:') ? [line.slice(5).trimStart()] : [])))
    .filter((lines) => lines.length > 0)
  return { events, rest }
}

/**
 * The mail in an event: fields that sign it on the first line, and the mail on the second. Undefined for an event that
 * carries none, and for mail that the hub has not signed for this stream: it is a nudge like any other.
 */
export function pushIn([fields, body]: EventLines, { isAnsweredBy }: SealedRequest): MailPush | undefined {
  if (fields === undefined || body === undefined) return undefined
  try {
    if (!isAnsweredBy(200, textsOf(JSON.parse(fields)), Buffer.from(body))) return undefined
    return parseMailPush(JSON.parse(body))
  } catch {
    // What cannot be understood is asked for, and what is wrong with it is told then.
    return undefined
  }
}

function textsOf(fields: object): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]))
}
