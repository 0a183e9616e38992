import type { ChainEvent, MailMessage } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import type { NetworkView } from './candidates.ts'
import type { HandoverRequest, Register, RequestOutcome } from './register.ts'

/** What a decision depends on beside the register and the message. */
export interface HubContext {
  readonly now: Date
  readonly hubIncarnation: number
  /** The member whose log is being read or who is being answered; none in the hub's own work. */
  readonly sender?: string
  readonly network: NetworkView
}

/** A mail message for a government, whichever member hosts it. */
export interface Outgoing {
  readonly to: GovernmentCode
  readonly message: MailMessage
}

export type SettledRequest = HandoverRequest & { readonly outcome: RequestOutcome }

/**
 * Everything that one message changes. It is written in one transaction with the cursor of the log that it came from.
 * Without `register` nothing is known of the complaint, before and after.
 */
export interface Decision {
  readonly register?: Register
  /** New at the end of the chain. */
  readonly appended: readonly ChainEvent[]
  /** New in the annex. */
  readonly annexed: readonly ChainEvent[]
  readonly mail: readonly Outgoing[]
  /** Requests that were opened or settled, as they are now. */
  readonly requests: readonly SettledRequest[]
}

/** Nothing changes. */
export function unchanged(register: Register | undefined): Decision {
  return { ...(register ? { register } : {}), appended: [], annexed: [], mail: [], requests: [] }
}

/** The second decision taken on what the first left. */
export function andThen(first: Decision, second: Decision): Decision {
  return {
    ...(second.register ? { register: second.register } : {}),
    appended: [...first.appended, ...second.appended],
    annexed: [...first.annexed, ...second.annexed],
    mail: [...first.mail, ...second.mail],
    requests: [...first.requests, ...second.requests],
  }
}

/**
 * A row of a log that no correct member writes. Reading stops before it and the operators are told: going on would
 * lose what the member meant. The message names the rule, never what people wrote.
 */
export class BrokenLog extends Error {
  override readonly name = 'BrokenLog'
}
