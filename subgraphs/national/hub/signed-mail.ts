import type { MailRow } from '@lawang/schema/exchange/messages'
import type { ObjectProofs } from '@lawang/trust/objects/object-proofs'

/** Grants are signed as they are handed out: by the key that is in force then. */
export function signedMail(
  mail: readonly MailRow[],
  { signGrant }: Pick<ObjectProofs, 'signGrant'>,
): readonly MailRow[] {
  return mail.map((row) => (row.message.type === 'Grant' ? { ...row, message: signGrant(row.message) } : row))
}
