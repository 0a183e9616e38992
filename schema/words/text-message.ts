import type { Placeholder } from './status-texts.ts'

/** Characters of one text message in the alphabet of GSM 03.38, and the fewest that a status still fits into. */
export const TEXT_MESSAGE = { longest: 160, shortest: 40 } as const

/** The basic alphabet of GSM 03.38 but for line breaks: one septet each. What is escaped there ({ } [ ] ~ ^ \ | €) counts twice and is left out. */
const BASIC =
  '@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const ALPHABET = new Set(BASIC)

/** What typographers write, and what everybody's telephone shows. */
const PLAIN: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '\u00a0': ' ',
  '[': '(',
  ']': ')',
  '{': '(',
  '}': ')',
}

/** A text in the basic alphabet: accents that it lacks are dropped, everything else that it lacks becomes `?`. */
export function toTextAlphabet(text: string): string {
  return [...text.replace(/\s+/g, ' ').trim()].map(toAlphabet).join('')
}

function toAlphabet(character: string): string {
  if (ALPHABET.has(character)) return character
  const plain = PLAIN[character]
  if (plain !== undefined) return plain
  const base = character.normalize('NFKD').replace(/\p{M}/gu, '')
  return base !== '' && [...base].every((each) => ALPHABET.has(each)) ? base : '?'
}

const PLACEHOLDER = /\{(\w+)\}/g

/** The names in braces of a template, known or not, in their order. */
export function placeholdersIn(template: string): readonly string[] {
  return [...template.matchAll(PLACEHOLDER)].map(([, name]) => name ?? '')
}

/** The value of a placeholder, and what may stand for it where there is no room. */
export interface Filling {
  readonly long: string
  readonly short?: string
}

/**
 * A template filled in and in the telephone's alphabet, in at most `longest` characters: with the short forms where the
 * long ones do not fit, and cut at the end where those do not either. A placeholder that has no value is `-`.
 */
export function writeTextMessage(
  template: string,
  fillings: Readonly<Partial<Record<Placeholder, Filling>>>,
  longest: number,
): string {
  const known = new Map<string, Filling | undefined>(Object.entries(fillings))
  const fill = (form: (filling: Filling) => string): string =>
    toTextAlphabet(
      template.replace(PLACEHOLDER, (_all, name: string) => {
        const filling = known.get(name)
        return filling ? form(filling) : '-'
      }),
    )
  const whole = fill(({ long }) => long)
  if (whole.length <= longest) return whole
  const shorter = fill(({ long, short = long }) => short)
  return shorter.length <= longest ? shorter : `${shorter.slice(0, longest - 3).trimEnd()}...`
}
