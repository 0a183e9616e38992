import type { Cell, Sheet } from './sheet.ts'

/** Without it, spreadsheets take the file for one of the machine's own encoding. */
const BYTE_ORDER_MARK = '\uFEFF'

/** A spreadsheet takes a text that begins so for a formula, and runs what somebody wrote into a title. */
const FORMULA = /^[=+\-@\t\r]/

/** A sheet as CSV (RFC 4180) in UTF-8. Texts that would be formulas get an apostrophe before them, which spreadsheets hide. */
export function writeCsv({ rows }: Sheet): string {
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(fieldOf).join(',')}\r\n`).join('')
}

function fieldOf(cell: Cell): string {
  if (cell === undefined) return ''
  if (typeof cell === 'number') return String(cell)
  const text = FORMULA.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
