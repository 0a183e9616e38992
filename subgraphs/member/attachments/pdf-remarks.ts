import { Refusal } from '@lawang/schema/errors'
import type { Span } from './pdf-texts.ts'

/** The pair of numbers by which programs tell documents, and so whoever has made two of them, apart. */
const IDENTIFIER = /\/ID\s{0,9}\[/g
/** What a remark of the format itself may say; it ends where the line does. */
const KEPT = /^%PDF-\d\.\d|^%%EOF/
/** Between an object's end and what may stand behind it readers look for nothing. */
const GAP = /endobj(?![a-z])/g
const BEHIND = /\d{1,10}\s{1,9}\d{1,5}\s{1,9}obj|endobj|xref|trailer|startxref|%/g
/** Longer than any text that is no page's content. */
const LONGEST = 65_536
/** Two texts of a few bytes each. */
const LONGEST_IDENTIFIER = 1_000

/**
 * What stands in a document outside of its objects' values, where readers show nothing and people and programs write things
 * down: remarks behind a percent sign, the document's identifier, and whatever lies between two objects. `outside` is the
 * file with spaces in the place of what its streams hold. Refuses FILE_TELLS_AUTHOR where a text does not end.
 */
export function remarksIn(outside: string): readonly Span[] {
  return [...lineRemarks(outside), ...identifiers(outside), ...gaps(outside)]
}

/** Percent signs in a text are the text's own. */
function lineRemarks(outside: string): readonly Span[] {
  const spans: Span[] = []
  for (const { index, 0: sign } of outside.matchAll(/[(%]/g)) {
    const last = spans.at(-1)
    if (last && index < last.end) continue
    if (sign === '(') {
      const end = endOfText(outside, index)
      // an empty span says up to where nothing is a remark
      spans.push({ start: end, end })
      continue
    }
    const end = endOfLine(outside, index)
    const kept = KEPT.exec(outside.slice(index, index + 8))?.[0].length ?? 1
    spans.push({ start: index + kept, end: Math.max(end, index + kept) })
  }
  return spans.filter(({ start, end }) => start < end)
}

function endOfText(text: string, at: number): number {
  let depth = 0
  for (let place = at; place < Math.min(text.length, at + LONGEST); place++) {
    if (text[place] === '\\') place++
    else if (text[place] === '(') depth++
    else if (text[place] === ')' && --depth === 0) return place + 1
  }
  throw new Refusal('FILE_TELLS_AUTHOR')
}

function endOfLine(text: string, at: number): number {
  for (let place = at; place < text.length; place++) {
    if (text[place] === '\n' || text[place] === '\r') return place
  }
  return text.length
}

/** The inside of both texts of each identifier. */
function identifiers(outside: string): readonly Span[] {
  return [...outside.matchAll(IDENTIFIER)].flatMap(({ index, 0: begin }) => {
    const start = index + begin.length
    const [texts, ending] = outside.slice(start, start + LONGEST_IDENTIFIER).split(']', 2)
    if (texts === undefined || ending === undefined) throw new Refusal('FILE_TELLS_AUTHOR')
    return [...texts.matchAll(/<([0-9A-Fa-f\s]*)>|\(([^)]*)\)/g)].map(({ index: at, 0: text }) => ({
      start: start + at + 1,
      end: start + at + text.length - 1,
    }))
  })
}

function gaps(outside: string): readonly Span[] {
  return [...outside.matchAll(GAP)].map(({ index, 0: word }) => {
    const start = index + word.length
    BEHIND.lastIndex = start
    return { start, end: BEHIND.exec(outside)?.index ?? start }
  })
}
