import { follows, isAfter, START } from './cursor.ts'
import type { ExchangeAnswer, ExchangeRequest } from './exchange-messages.ts'
import { type HubState, type Party, renewedClasses } from './hub-state.ts'
import type { Cursor, LogRow, MailRow } from './messages.ts'

/** What the hub makes of a request before it reads the log rows in it. */
export type RequestVerdict =
  /** From an older life of that member, or from nobody that the hub knows. Answered without reading. */
  | { readonly kind: 'DISCARD' }
  /** The member has met a higher incarnation of the hub, or mail that is not here: this database is a restored backup. */
  | { readonly kind: 'HUB_RESTORED' }
  /** The member has not met this incarnation: it is told, and its rows are read when it has reported. */
  | { readonly kind: 'INTRODUCE' }
  /** Read these rows in order, one transaction each or several; then `Contact`; then answer. */
  | { readonly kind: 'READ'; readonly rows: readonly LogRow[] }

/** `mailHead` is the newest row of this member's mail. */
export function judgeRequest(
  state: HubState,
  party: Party | undefined,
  mailHead: Cursor,
  request: ExchangeRequest,
): RequestVerdict {
  if (!party) return { kind: 'DISCARD' }
  if (request.hubIncarnation > state.hub.incarnation) return { kind: 'HUB_RESTORED' }
  if (request.incarnation < party.logCursor.incarnation) return { kind: 'DISCARD' }
  if (request.hubIncarnation < state.hub.incarnation) return { kind: 'INTRODUCE' }
  if (isAfter(request.mailCursor, mailHead)) return { kind: 'HUB_RESTORED' }
  return { kind: 'READ', rows: nextRows(state, party, request.log) }
}

/** The rows that continue what has been read. A Report begins anew: what was written before it is in it. */
function nextRows({ hub }: HubState, party: Party, log: readonly LogRow[]): readonly LogRow[] {
  const rows: LogRow[] = []
  let cursor = party.logCursor
  for (const row of log) {
    if (!isAfter(row, cursor)) continue
    const { message } = row
    const anew = message.type === 'Report' && message.page === 0 && message.hub === hub.incarnation
    if (!anew && !follows(row, cursor)) break
    rows.push(row)
    cursor = row
  }
  return rows
}

/**
 * The answer, after `Contact` is committed. `mail` are the rows after the request's cursor, at most a page of them;
 * `drained` that there are no more. A member that has not reported gets no mail: it could contradict what it holds.
 */
export function answerOf(
  state: HubState,
  request: ExchangeRequest,
  mail: readonly MailRow[],
  drained: boolean,
): ExchangeAnswer {
  const party = state.parties.get(request.member)
  const bare = introduction(state, request)
  return party?.reported ? { ...bare, mail, drained, renew: renewedClasses(state) } : bare
}

/** Who the hub is and what it has read: all that a member is told that has not met it, or is an older life of itself. */
export function introduction(state: HubState, { member, session, sent }: ExchangeRequest): ExchangeAnswer {
  const logCursor = state.parties.get(member)?.logCursor ?? START
  return { session, sent, hubIncarnation: state.hub.incarnation, logCursor, mail: [], drained: false, renew: [] }
}
