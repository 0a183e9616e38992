import type { Sql } from '../store/database.ts'
import { openListener } from '../store/listener.ts'
import { createSubjects, type Nudges } from './nudges.ts'

const CHANNEL = 'lawang_nudge'

/**
 * Nudges over the database that the processes share, by LISTEN and NOTIFY: nothing else has to run. `url` leads to the
 * database itself and not to a pooler, which lets nobody listen. Rejects when the first connection fails.
 */
export async function openPostgresNudges(sql: Sql, url: string): Promise<Nudges> {
  const subjects = createSubjects()
  const listener = await openListener(url, CHANNEL, (payload) => {
    const [subject = '', ...news] = payload.split(' ')
    subjects.hear(subject, news.join(' '))
  })
  listener.onWake(() => subjects.missed())
  const waiting = new Map<string, string>()
  let sending: Promise<void> | undefined

  /** One notification at a time: each takes a lock that all of the server's commits take. */
  async function send(): Promise<void> {
    for (let [next] = waiting; next; [next] = waiting) {
      const [subject, news] = next
      waiting.delete(subject)
      await sql.query('SELECT pg_notify($1, $2)', [CHANNEL, `${subject} ${news}`]).catch(() => {})
    }
    sending = undefined
  }

  return {
    tell(subject, news) {
      waiting.set(subject, news)
      sending ??= send()
    },
    on: subjects.on,
    async close() {
      waiting.clear()
      await sending
      await listener.close()
    },
  }
}
