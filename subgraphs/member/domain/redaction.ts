import type { Reporter } from './model.ts'
import { findNumbers } from './redaction-numbers.ts'

/** What a passage of a text tells about a person. */
export type PersonalKind = 'NAME' | 'PHONE' | 'EMAIL' | 'NATIONAL_ID' | 'ADDRESS'

/** A passage of a text: `start` and `end` count UTF-16 units, as `slice` does. */
export interface PersonalSpan {
  readonly kind: PersonalKind
  readonly start: number
  readonly end: number
}

/** What stands in the place of a passage, in the language of the complaints. */
export const REPLACEMENTS: Readonly<Record<PersonalKind, string>> = {
  NAME: '[nama]',
  PHONE: '[telepon]',
  EMAIL: '[surel]',
  NATIONAL_ID: '[NIK]',
  ADDRESS: '[alamat]',
}

const EMAIL = /[\p{L}\p{N}._%+-]{1,64} ?(?:@|\(at\)|\[at\]) ?[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/giu
/** Shorter parts of a name are words too often. */
const SHORTEST_NAME_PART = 4

/**
 * Finds what tells who somebody is: telephone numbers and numbers of identity cards as they are written in Indonesia,
 * e-mail addresses, and what the reporter has said of themselves. In order, none over another.
 */
export function findPersonal(text: string, reporter: Reporter = {}): readonly PersonalSpan[] {
  const found = [
    ...all(text, EMAIL, 'EMAIL'),
    ...findNumbers(text, reporter),
    ...findWords(text, reporter.address, 'ADDRESS'),
    ...findName(text, reporter.name),
  ]
  return withoutOverlaps(found)
}

/** The text with each passage replaced. */
export function redact(text: string, spans: readonly PersonalSpan[]): string {
  let result = ''
  let from = 0
  for (const { kind, start, end } of spans) {
    result += text.slice(from, start) + REPLACEMENTS[kind]
    from = end
  }
  return result + text.slice(from)
}

/** The whole name in any case; and its longer parts where they are written as names are, with a capital. */
function findName(text: string, name: string | undefined): readonly PersonalSpan[] {
  const parts = wordsOf(name).filter((part) => [...part].length >= SHORTEST_NAME_PART && /\p{L}/u.test(part))
  return [
    ...findWords(text, name, 'NAME'),
    ...parts.flatMap((part) =>
      findWords(text, part, 'NAME').filter(({ start }) => /^\p{Lu}/u.test(text.slice(start, start + 2))),
    ),
  ]
}

/** The words one after the other, whatever white space is between them, and not as a part of other words. */
function findWords(text: string, wanted: string | undefined, kind: PersonalKind): readonly PersonalSpan[] {
  const words = wordsOf(wanted)
  if (words.length === 0) return []
  const pattern = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('\\s{1,5}')
  return all(text, new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, 'giu'), kind)
}

function wordsOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .normalize('NFC')
    .split(/\s+/)
    .filter((word) => word !== '')
}

function all(text: string, pattern: RegExp, kind: PersonalKind): readonly PersonalSpan[] {
  return [...text.matchAll(pattern)].map(({ index, 0: { length } }) => ({ kind, start: index, end: index + length }))
}

/** The first passage wins, of two that begin alike the longer one; what reaches over its end is cut to begin there. */
function withoutOverlaps(found: readonly PersonalSpan[]): readonly PersonalSpan[] {
  const kept: PersonalSpan[] = []
  let end = 0
  for (const span of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (span.end <= end) continue
    kept.push({ ...span, start: Math.max(span.start, end) })
    end = span.end
  }
  return kept
}
