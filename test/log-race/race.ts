import type { Database } from '@lawang/member/store/database'
import { appendNews, readLog } from '@lawang/member/store/log'
import type { LogMessage } from '@lawang/schema/exchange/messages'
import type { Random } from '../simulation/random.ts'
import { startReader } from './reader.ts'

export interface RaceOptions {
  /** A member's, opened with `connections` for all writers and the readers. */
  readonly database: Database
  readonly writers: number
  /** Rows that are written in all, as often to the log as to the table with a serial number. */
  readonly rows: number
  /** Rows of one transaction. */
  readonly batch: number
  /** Milliseconds that a transaction may stay open; most end much sooner. */
  readonly longest: number
  readonly random: Random
  readonly progress: (written: number) => void
}

export interface RaceResult {
  readonly written: number
  /** Rows that were committed and that the reader passed over, for good. */
  readonly skippedBySerial: number
  readonly skippedByLog: number
  /** Numbers of the log that the reader met twice, or not in their order. */
  readonly disorderInLog: number
}

const PAGE = 10_000
const ENOUGH_BYTES = 1e9

/**
 * The same transactions write to two logs: one numbers its rows with a sequence, as they are inserted; the other is the
 * product's, whose counter is taken by the transaction's last statement. Two readers follow, each from the last number that it has seen.
 */
export async function race(options: RaceOptions): Promise<RaceResult> {
  const { database } = options
  await database.query('CREATE TABLE serial_log (n bigserial PRIMARY KEY, writer integer NOT NULL)')
  const serial = startReader(async (after) => {
    const rows = await database.query<{ n: number }>(
      'SELECT n::float8 AS n FROM serial_log WHERE n > $1 ORDER BY n LIMIT $2',
      [after, PAGE],
    )
    return rows.map(({ n }) => n)
  })
  const log = startReader(async (after) =>
    (await readLog(database, { incarnation: 1, n: after }, { rows: PAGE, bytes: ENOUGH_BYTES })).map(({ n }) => n),
  )
  const written = await writeAll(options)
  const [bySerial, byLog] = await Promise.all([serial.finish(), log.finish()])
  return {
    written,
    skippedBySerial: written - bySerial.count,
    skippedByLog: written - byLog.count,
    disorderInLog: byLog.disorder,
  }
}

async function writeAll(options: RaceOptions): Promise<number> {
  const { writers, rows, batch } = options
  let left = rows
  let written = 0
  const write = async (writer: number) => {
    while (left > 0) {
      const size = Math.min(batch, left)
      left -= size
      await writeBatch(options, writer, size)
      written += size
      options.progress(written)
    }
  }
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))
  return written
}

/** The sequence gives its numbers at the beginning of the transaction; the log gives its own at the end. */
async function writeBatch({ database, longest, random }: RaceOptions, writer: number, size: number): Promise<void> {
  // Most transactions are short, a few very long: the cube puts half of them below an eighth of the longest.
  const stay = longest * random() ** 3
  const message: LogMessage = { type: 'HandoverWithdrawn', complaint: 'none', epoch: 1, request: String(writer) }
  await database.transaction(async (tx) => {
    await tx.query('INSERT INTO serial_log (writer) SELECT $1::integer FROM generate_series(1, $2::integer)', [
      writer,
      size,
    ])
    await tx.query('SELECT pg_sleep($1)', [stay / 1_000])
    await appendNews(tx, { log: Array.from({ length: size }, () => message), feed: [] })
  })
}
