import type { MailPush } from '@lawang/schema/exchange/mail-push'
import type { MailRow } from '@lawang/schema/exchange/messages'
import { carryOutWaitingNotes } from '../use-cases/carry-out-notes.ts'
import type { Surroundings } from '../use-cases/surroundings.ts'
import type { OnMail } from './hub-port.ts'
import { bringsNotes, readPush } from './read-mail.ts'

/** Rows that wait for one transaction at most: of more a round reads, in pages. */
const MOST_WAITING = 100

export interface PushReader {
  readonly hear: OnMail
  /** Resolves when what is being read is read. */
  stop(): Promise<void>
}

/**
 * Reads mail as it comes, beside the rounds. What comes while a transaction runs goes together in the next one. What it
 * writes is news of this server's own and leads to a round, which confirms what was read; to begin one here too would
 * make it two. Whatever cannot be read so is left to a round at once.
 */
export function createPushReader(around: Surroundings, beginRound: () => void): PushReader {
  let waiting: readonly MailRow[] = []
  let reading: Promise<void> | undefined

  async function readAll(mail: readonly MailRow[]): Promise<boolean> {
    try {
      const read = await readPush(around, { mail })
      if (read.some(bringsNotes)) await carryOutWaitingNotes(around)
      return read.length === mail.length
    } catch {
      // The round meets the same fault, and tells of it.
      return false
    }
  }

  async function readWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const mail = waiting
      waiting = []
      if (!(await readAll(mail))) beginRound()
    }
    reading = undefined
  }

  return {
    hear(push) {
      if (!push || !mayRead(around, waiting, push)) return beginRound()
      waiting = [...waiting, ...push.mail]
      reading ??= readWaiting()
    },
    async stop() {
      waiting = []
      await reading
    },
  }
}

/** Only who has been answered knows that its database is the newest: see PROTOCOL.md, Push. */
function mayRead({ lease }: Surroundings, waiting: readonly MailRow[], { mail }: MailPush): boolean {
  return lease.inContact() && waiting.length + mail.length <= MOST_WAITING
}
