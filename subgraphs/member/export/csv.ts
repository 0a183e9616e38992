import type { Cell, Sheet } from './sheet.ts'

/** Without it, spreadsheets take the file for one of the machine's own encoding. */
const BYTE_ORDER_MARK = '\uFEFF'

/** A spreadsheet takes a text that begins so for a formula, and runs what somebody wrote into a title. Some read wide signs as narrow ones. */
const FORMULA = /^[\s\p{Cf}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u
/** Where commas stand in numbers, spreadsheets part fields at semicolons whatever the file means: so none may begin a formula there. */
const AFTER_SEMICOLON = /;(?=[\s\p{Cf}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/gu

/** A sheet as CSV (RFC 4180) in UTF-8. Texts that would be formulas get an apostrophe before them, which spreadsheets hide. */
export function writeCsv({ rows }: Sheet): string {
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(fieldOf).join(',')}\r\n`).join('')
}

function fieldOf(cell: Cell): string {
  if (cell === undefined) return ''
  if (typeof cell === 'number') return String(cell)
  const parted = cell.replace(AFTER_SEMICOLON, ";'")
  const text = FORMULA.test(parted) ? `'${parted}` : parted
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
