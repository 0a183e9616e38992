import { Refusal } from '@lawang/schema/errors'
import { secretMatches } from '../domain/identifiers.ts'
import type { Sql } from '../store/database.ts'
import { findSealed } from '../store/sealed.ts'
import type { ReceiptGuesses } from './receipt-guesses.ts'

/** No secret has it: an unknown complaint takes as long and is answered like a wrong secret. */
const NOBODYS_HASH = '0'.repeat(64)

/**
 * Lets pass who shows the complaint's secret. Refuses RECEIPT_NOT_RECOGNISED alike for a wrong secret and an unknown
 * complaint, and RATE_LIMITED when too many wrong ones were shown for this id lately.
 */
export async function recogniseReceipt(
  { sql, guesses, now }: { readonly sql: Sql; readonly guesses: ReceiptGuesses; readonly now: Date },
  complaint: string,
  secret: string | undefined,
): Promise<void> {
  const hash = (await findSealed(sql, complaint))?.secretHash
  if (secretMatches(secret, hash ?? NOBODYS_HASH) && hash !== undefined) return
  const retryAfter = guesses.count(complaint, now)
  if (retryAfter !== undefined) throw new Refusal('RATE_LIMITED', undefined, { retryAfter })
  throw new Refusal('RECEIPT_NOT_RECOGNISED')
}
