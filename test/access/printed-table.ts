import { readFileSync } from 'node:fs'

/**
 * The table of rights as docs/access.md prints it: what a reader was told, and not the code that the members run. A cell
 * that is changed in one of them only is a difference.
 */
export interface PrintedTable {
  readonly columns: readonly string[]
  /** By operation, then by column. */
  readonly rows: ReadonlyMap<string, ReadonlyMap<string, string>>
}

export function readPrintedTable(): PrintedTable {
  const page = readFileSync(new URL('../../docs/access.md', import.meta.url), 'utf8')
  const lines = page.split('\n').filter((line) => line.startsWith('|'))
  const cellsOf = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', ''))
  const [header, , ...rest] = lines.map(cellsOf)
  const columns = header?.slice(1) ?? []
  const rows = rest
    .filter((cells) => cells.length === columns.length + 1)
    .map(([operation = '', ...cells]): [string, ReadonlyMap<string, string>] => [
      operation,
      new Map(columns.map((column, i) => [column, cells[i] ?? ''])),
    ])
  return { columns, rows: new Map(rows) }
}
