import { Refusal, type RefusalCode } from '@lawang/schema/errors'

/** How a text that a person sent is read; `name` is the field, `longest` in characters. */
export interface TextRule {
  readonly name: string
  readonly longest: number
  /** A single line: line breaks and runs of spaces become one space. */
  readonly singleLine?: boolean
}

// Control characters other than tab and line feed, and halves of characters that are not there as a whole.
const UNWRITABLE = /[^\P{Cc}\t\n]|\p{Surrogate}/u
/**
 * Marks that change the order in which a text is shown (embeddings, overrides, isolates), and invisible letters (tags): by
 * them a text reads otherwise than it is written. Nothing in it needs them: Arabic letters run from right to left by themselves.
 */
const DISGUISE = /[\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}]/gu
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u

/**
 * Reads a text: line ends become line feeds, the form is NFC, white space around it and marks that disguise it go. Undefined when nothing
 * visible is left. Refuses TEXT_TOO_LONG and, for control characters and broken characters, BAD_USER_INPUT; no
 * refusal repeats the text.
 */
export function readText(text: string, { name, longest, singleLine = false }: TextRule): string | undefined {
  const lines = text.replace(/\r\n?/g, '\n').replace(DISGUISE, '')
  if (UNWRITABLE.test(lines)) {
    throw new Refusal('BAD_USER_INPUT', `${name} contains control characters or broken characters.`, { field: name })
  }
  const shaped = (singleLine ? lines.replace(/\s+/g, ' ') : lines).normalize('NFC').trim()
  if (isLongerThan(shaped, longest)) {
    throw new Refusal('TEXT_TOO_LONG', `${name} may have ${longest} characters.`, { field: name, longest })
  }
  return VISIBLE.test(shaped) ? shaped : undefined
}

/** As `readText`, but refuses with `empty` where nothing visible is left. */
export function requireText(text: string, rule: TextRule, empty: RefusalCode): string {
  const read = readText(text, rule)
  if (read === undefined) throw new Refusal(empty, undefined, { field: rule.name })
  return read
}

/** Counts characters, not UTF-16 units, and only where the units leave it open. */
function isLongerThan(text: string, longest: number): boolean {
  return text.length > longest && (text.length > 2 * longest || [...text].length > longest)
}
