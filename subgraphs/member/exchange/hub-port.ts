import type { ExchangeAnswer, ExchangeRequest } from '@lawang/schema/exchange/exchange-messages'
import type { MailPush } from '@lawang/schema/exchange/mail-push'

/** Called when there may be mail: with the mail itself where the hub has sent it along. */
export type OnMail = (push?: MailPush) => void

/**
 * The hub as a member meets it. The member always dials: one request carries its log up and its mail down.
 * Two adapters: HTTP (`http-hub.ts`), and the hub itself in the process of the national member.
 */
export interface HubPort {
  /** Delivers log rows, fetches mail. Rejects when the hub does not answer; asking again is always safe. */
  exchange(request: ExchangeRequest, signal?: AbortSignal): Promise<ExchangeAnswer>
  /**
   * Calls `listener` whenever there may be mail for `member`. A nudge may be lost or come for nothing: it only says
   * "read now", and so may the mail that comes with it. Returns the function that ends it.
   */
  onWake(member: string, listener: OnMail): () => void
}
