/** What the façade answers: rows of texts, numbers, flags, and lists of such rows. Undefined is left out. */
export type Value = string | number | boolean | null | undefined | readonly Row[]
export interface Row {
  readonly [name: string]: Value
}

/** A list as GeoReport v2 names it: the root, and the element of each row. */
export interface Named {
  readonly root: string
  readonly each: string
}

/** The elements of lists inside rows. */
const INNER: Readonly<Record<string, string>> = { attributes: 'attribute', values: 'value' }

export function toXml({ root, each }: Named, rows: readonly Row[]): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n<${root}>${rows.map((row) => element(each, row)).join('')}</${root}>\n`
}

function element(name: string, row: Row): string {
  const fields = Object.entries(row).map(([key, value]) => field(key, value))
  return `<${name}>${fields.join('')}</${name}>`
}

function field(name: string, value: Value): string {
  if (value === undefined) return ''
  if (value === null) return `<${name}/>`
  if (typeof value !== 'object') return `<${name}>${escaped(String(value))}</${name}>`
  return `<${name}>${value.map((row) => element(INNER[name] ?? 'item', row)).join('')}</${name}>`
}

/** Characters that no XML 1.0 document may have are dropped: nobody could read it with them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  return text.replace(UNWRITABLE, '').replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character)
}
