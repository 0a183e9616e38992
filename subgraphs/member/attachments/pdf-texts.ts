import { Refusal } from '@lawang/schema/errors'

/** A part of a text, `end` not included. */
export interface Span {
  readonly start: number
  readonly end: number
}

const NAME = /\/([^\s/()<>[\]{}%]+)\s*/g

/** Longer than any name, and short enough that a file of nothing but beginnings is looked through in a moment. */
const LONGEST = 65_536

/** What follows one of these names, whether its letters are written out or as `#4a`: texts, and numbers of objects. */
export function textsAfter(
  text: string,
  names: readonly string[],
): { readonly spans: readonly Span[]; readonly objects: ReadonlySet<number> } {
  const wanted = new Set(names)
  const spans: Span[] = []
  const objects = new Set<number>()
  let last = 0
  for (const { index, 0: token, 1: name = '' } of text.matchAll(NAME)) {
    const plain = name.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    if (index < last || !wanted.has(plain)) continue
    const at = index + token.length
    const number = /^(\d+)\s+\d+\s+R/.exec(text.slice(at, at + 30))?.[1]
    const span = textAt(text, at)
    if (number !== undefined) objects.add(Number(number))
    if (span) spans.push(span)
    last = span?.end ?? at
  }
  return { spans, objects }
}

/** Overwrites the inside of every text between two places. */
export function blankTexts(bytes: Buffer, text: string, { start, end }: Span): void {
  for (let at = start; at < end; ) {
    const span = textAt(text, at)
    if (span) bytes.fill(' ', span.start, span.end)
    at = span ? span.end + 1 : at + 1
  }
}

/**
 * The inside of the text that begins here: `(…)` with its own brackets and escapes, or `<…>` of hexadecimal digits.
 * Refuses FILE_TELLS_AUTHOR where a text does not end.
 */
function textAt(text: string, at: number): Span | undefined {
  const isHex = text[at] === '<' && text[at + 1] !== '<'
  if (!isHex && text[at] !== '(') return undefined
  const most = Math.min(text.length, at + LONGEST)
  let depth = 0
  for (let place = at; place < most; place++) {
    if (isHex && text[place] === '>') return { start: at + 1, end: place }
    if (isHex) continue
    if (text[place] === '\\') place++
    else if (text[place] === '(') depth++
    else if (text[place] === ')' && --depth === 0) return { start: at + 1, end: place }
  }
  throw new Refusal('FILE_TELLS_AUTHOR')
}
