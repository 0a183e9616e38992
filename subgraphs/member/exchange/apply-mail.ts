import type { MailMessage, MailRow } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import type { Transaction } from '../store/database.ts'
import { readMailCursor, writeMailCursor } from '../store/exchange-state.ts'
import { appendNews, type News, NO_NEWS, readIncarnation } from '../store/log.ts'
import type { Surroundings } from '../use-cases/surroundings.ts'
import { applyGrant } from './apply-grant.ts'
import { applyEvent, applyView } from './apply-to-door.ts'
import { applyReleased, applyWithdrawn } from './apply-to-giver.ts'
import { BrokenMail, mailPlace } from './mail-place.ts'

/**
 * Applies one row of the hub's mail: its effect, what it gives to tell, and the cursor, in one transaction. A row that
 * was read before changes nothing. Throws `BrokenMail` at a gap and at what is not for this server.
 */
export async function applyMailRow(around: Surroundings, row: MailRow): Promise<void> {
  await around.database.transaction(async (tx) => {
    const cursor = await readMailCursor(tx, 'lock')
    const place = mailPlace(cursor, row)
    if (place === 'read') return
    if (place === 'gap') {
      throw new BrokenMail(
        `The hub's mail goes on with ${row.incarnation}/${row.n} after ${cursor.incarnation}/${cursor.n}: a row is missing`,
      )
    }
    const own = await readIncarnation(tx)
    // Mail that was written before this server was restored is about what it no longer remembers.
    const news = row.to < own ? NO_NEWS : await effectOf(tx, row.message, around)
    await writeMailCursor(tx, { incarnation: row.incarnation, n: row.n })
    await appendNews(tx, news)
  })
}

function effectOf(tx: Transaction, message: MailMessage, around: Surroundings): Promise<News> {
  const now = around.now()
  refuseForeign(message, around.governments)
  switch (message.type) {
    case 'Grant':
      return applyGrant(tx, message, around, now)
    case 'Released':
      return applyReleased(tx, message, now)
    case 'Withdrawn':
      return applyWithdrawn(tx, message, around, now)
    case 'Event':
      return applyEvent(tx, message, now)
    case 'View':
      return applyView(tx, message, now)
    case 'Confirmed':
      // The end of a quarantine: there is none before a restore.
      return Promise.resolve(NO_NEWS)
    default:
      return message satisfies never
  }
}

function refuseForeign(message: MailMessage, hosted: readonly GovernmentCode[]): void {
  if (message.type === 'Confirmed') return
  const government = message.type === 'Grant' ? message.to : message.government
  if (!hosted.includes(government)) {
    throw new BrokenMail(`The hub's mail is for ${government}, which is not hosted here`)
  }
}
