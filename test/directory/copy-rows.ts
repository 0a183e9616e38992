import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { from } from 'pg-copy-streams'

/** A value of a row as COPY's text format can carry it. */
export type CopiedValue = string | number | boolean | null

/** Lines that go to the socket together. */
const LINES = 500

/** Writes rows by `COPY ... FROM STDIN`, as fast as they are made: `rows` is read no further than PostgreSQL has taken. */
export async function copyRows(
  client: Client,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly CopiedValue[]>,
): Promise<void> {
  const target = client.query(from(`COPY ${table} (${columns.join(', ')}) FROM STDIN`))
  await pipeline(Readable.from(chunksOf(rows), { objectMode: false }), target)
}

function* chunksOf(rows: Iterable<readonly CopiedValue[]>): Generator<string> {
  let lines: string[] = []
  for (const row of rows) {
    lines.push(`${row.map(copied).join('\t')}\n`)
    if (lines.length < LINES) continue
    yield lines.join('')
    lines = []
  }
  yield lines.join('')
}

const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function copied(value: CopiedValue): string {
  if (value === null) return '\\N'
  return typeof value === 'string'
    ? value.replace(/[\\\t\n\r]/g, (character) => ESCAPED[character] ?? '')
    : String(value)
}
