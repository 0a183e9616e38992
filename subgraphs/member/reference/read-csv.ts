import { parse } from 'csv-parse/sync'

/**
 * Reads a CSV text (RFC 4180 with LF line ends, one header line, no line breaks inside fields) row by row, as the
 * fields in the order of `columns`. Throws when the header is another or a row has another number of fields.
 *
 * Only lines with a quote go through the parser: the country's 91,000 regions are read several times faster that way.
 */
export function* readCsv(name: string, text: string, columns: readonly string[]): Generator<readonly string[]> {
  let start = 0
  for (let line = 1; start < text.length; line++) {
    const next = text.indexOf('\n', start)
    const end = next < 0 ? text.length : next
    const fields = splitLine(text.slice(start, end))
    start = end + 1
    if (fields.length !== columns.length) throw new Error(`${name}:${line}: ${fields.length} fields`)
    if (line > 1) yield fields
    else if (fields.join() !== columns.join()) throw new Error(`${name}: the header is ${fields.join()}`)
  }
}

function splitLine(line: string): readonly string[] {
  if (!line.includes('"')) return line.split(',')
  const rows: string[][] = parse(line)
  return rows[0] ?? []
}
