import type { Reporter } from './model.ts'
import type { PersonalSpan } from './redaction.ts'

/** Digits that stand together; between groups are at most three separators. */
interface Group {
  readonly start: number
  readonly end: number
  readonly digits: string
}

/** A group, what stands before it counted as a part: the plus or bracket of a telephone number. */
const RUN = /[+(]{0,2}\p{Nd}+(?:[ .\-/()\u00a0\u2011\u2013]{1,3}\p{Nd}+)*/gu
const GROUP = /\p{Nd}+/gu
const NATIONAL_ID = /^\d{16}$/
/** After the 0 or 62 of the country: 8 for mobiles, 2-7 and 9 for area codes. */
const MOBILE = /^(?:62|0)8[1-9]\d{6,11}$/
const LANDLINE = /^(?:62|0)[2-79]\d{7,10}$/
/** An area code with its 0 or 62. Times of day and prices come in shorter groups. */
const SHORTEST_AREA_CODE = 3
/** Digits of the longest number that is looked for. */
const MOST_DIGITS = 16

/** Telephone numbers and numbers of identity cards, written in one piece or in groups, and the reporter's own. */
export function findNumbers(text: string, reporter: Reporter): readonly PersonalSpan[] {
  const own = ownNumbers(reporter)
  return [...text.matchAll(RUN)].flatMap((run) => {
    const groups = groupsOf(run[0], run.index)
    const found: PersonalSpan[] = []
    for (let at = 0; at < groups.length; ) {
      const match = longestFrom(groups, at, own)
      if (match) found.push({ kind: match.kind, start: withSign(text, groups[at]), end: groups[match.last]?.end ?? 0 })
      at = match ? match.last + 1 : at + 1
    }
    return found
  })
}

function groupsOf(run: string, offset: number): readonly Group[] {
  return [...run.matchAll(GROUP)].map(({ index, 0: text }) => ({
    start: offset + index,
    end: offset + index + text.length,
    digits: text.normalize('NFKC'),
  }))
}

interface Match {
  readonly kind: 'PHONE' | 'NATIONAL_ID'
  readonly last: number
}

/** A telephone number that is whole ends where another number begins; else it goes on as long as it may. */
function longestFrom(groups: readonly Group[], first: number, own: ReadonlySet<string>): Match | undefined {
  let longest: Match | undefined
  for (const match of matchesFrom(groups, first, own)) {
    if (longest?.kind === 'PHONE' && matchesFrom(groups, match.last, own).length > 0) break
    longest = match
  }
  return longest
}

/** Every number that begins with this group, the shortest first. */
function matchesFrom(groups: readonly Group[], first: number, own: ReadonlySet<string>): readonly Match[] {
  if (isDate(groups, first)) return []
  const matches: Match[] = []
  let digits = ''
  for (let last = first; last < groups.length; last++) {
    digits += groups[last]?.digits ?? ''
    if (digits.length > MOST_DIGITS) break
    const kind = kindOf(digits, groups[first]?.digits ?? '', own)
    if (kind) matches.push({ kind, last })
  }
  return matches
}

function kindOf(digits: string, firstGroup: string, own: ReadonlySet<string>): Match['kind'] | undefined {
  if (own.has(national(digits))) return digits.length === MOST_DIGITS ? 'NATIONAL_ID' : 'PHONE'
  if (NATIONAL_ID.test(digits)) return 'NATIONAL_ID'
  if (MOBILE.test(digits)) return 'PHONE'
  const isCountryCode = firstGroup === '62'
  return LANDLINE.test(digits) && (firstGroup.length >= SHORTEST_AREA_CODE || isCountryCode) ? 'PHONE' : undefined
}

/** `08.12.2026` begins as a mobile number does. */
function isDate(groups: readonly Group[], first: number): boolean {
  const [day, month, year] = groups.slice(first, first + 3).map(({ digits }) => digits)
  return (
    /^(?:0?[1-9]|[12]\d|3[01])$/.test(day ?? '') &&
    /^(?:0?[1-9]|1[0-2])$/.test(month ?? '') &&
    /^(?:19|20)\d\d$/.test(year ?? '')
  )
}

/** Without the country's code or the 0 in its place: the same number is written both ways. */
function national(digits: string): string {
  return digits.replace(/^(?:62|0)/, '')
}

const SHORTEST_OWN = 6

function ownNumbers({ phone, nationalId }: Reporter): ReadonlySet<string> {
  const numbers = [phone, nationalId].map((text) => national((text ?? '').normalize('NFKC').replace(/\D/g, '')))
  return new Set(numbers.filter((digits) => digits.length >= SHORTEST_OWN))
}

/** The plus and bracket before a number belong to it. */
function withSign(text: string, group: Group | undefined): number {
  let start = group?.start ?? 0
  while (start > 0 && /[+(]/.test(text.charAt(start - 1))) start -= 1
  return start
}
