import pg from 'pg'

/** When custody of which complaint was seen to be taken, in milliseconds since 1970. */
export interface TakenWatch {
  readonly taken: ReadonlyMap<string, number>
  /** Why nothing more will be seen: the connection is lost, or the log cannot be read. */
  readonly fault: unknown
  close(): Promise<void>
}

/**
 * Follows a member's log as its readers do: woken by each commit, it reads the rows behind the last one. A row counts
 * from when it was read here, which is after its commit.
 */
export async function watchTaken(url: string): Promise<TakenWatch> {
  const client = new pg.Client({ connectionString: url })
  let fault: unknown
  const fail = (error: unknown) => {
    fault ??= error
  }
  // Without a listener the error would end the process, and what has stopped would be left behind.
  client.on('error', fail)
  await client.connect()
  const taken = new Map<string, number>()
  const { incarnation, head } = await headOf(client)
  let last = head
  let reading: Promise<void> | undefined
  let again = false

  const read = async () => {
    do {
      again = false
      const { rows } = await client.query<{ n: number; complaint: string | null }>(
        `SELECT n::float8 AS n, CASE message ->> 'type' WHEN 'Taken' THEN message ->> 'complaint' END AS complaint
         FROM log WHERE incarnation = $2 AND n > $1 ORDER BY log.n`,
        [last, incarnation],
      )
      const now = Date.now()
      for (const { n, complaint } of rows) {
        last = n
        if (complaint !== null) taken.set(complaint, now)
      }
    } while (again)
  }
  client.on('notification', () => {
    again = true
    reading ??= read()
      .catch(fail)
      .finally(() => {
        reading = undefined
      })
  })
  await client.query('LISTEN lawang_news')
  return {
    taken,
    get fault() {
      return fault
    },
    close: async () => {
      await reading
      await client.end()
    },
  }
}

async function headOf(client: pg.Client): Promise<{ readonly incarnation: string; readonly head: number }> {
  const { rows } = await client.query<{ incarnation: string; head: number }>(
    'SELECT incarnation::text, log::float8 AS head FROM log_counter',
  )
  const [row] = rows
  if (!row) throw new Error('The log has no counter')
  return row
}
