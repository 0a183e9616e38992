import type { OnMail } from '@lawang/member/exchange/hub-port'
import type { MailPush } from '@lawang/schema/exchange/mail-push'
import type { ObjectProofs } from '@lawang/trust/objects/object-proofs'
import type { HighWaterFile } from './high-water-file.ts'
import { rowOf } from './mail.ts'
import type { MailNews } from './mail-news.ts'
import { signedMail } from './signed-mail.ts'
import type { Writer } from './writer.ts'

/** Rows that are sent without being asked for; of more the member is only told that they are there. */
const MOST_ROWS = 25

export interface PushOptions {
  readonly file: Pick<HighWaterFile, 'keep'>
  readonly proofs: Pick<ObjectProofs, 'signGrant'>
}

/** Sends a member its mail as it is written. Returns the function that ends it. */
export function onPush(
  { onMail }: Pick<Writer, 'onMail'>,
  member: string,
  options: PushOptions,
  listener: OnMail,
): () => void {
  return onMail(member, async (news) => listener(await pushOf(member, news, options)))
}

/**
 * What a member is sent when something was written for it: the mail itself once the hub's file shows the commit, or
 * undefined where it is only told to ask. One that has not reported gets none: it could contradict what it holds.
 */
export async function pushOf(
  member: string,
  news: MailNews | undefined,
  { file, proofs }: PushOptions,
): Promise<MailPush | undefined> {
  if (!news || news.letters.length > MOST_ROWS) return undefined
  const { hub, parties, clock } = news.memory
  if (!parties.get(member)?.reported) return undefined
  try {
    await file.keep({ incarnation: hub.incarnation, clock })
  } catch {
    // The member asks, and is told of the fault that the same file has then.
    return undefined
  }
  return { mail: signedMail(news.letters.map(rowOf), proofs) }
}
