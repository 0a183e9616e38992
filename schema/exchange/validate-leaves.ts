import { parseId } from '../id.ts'
import { isRegionCode } from '../region.ts'
import type { Cursor, ObjectSignature, ReportRow } from './messages.ts'
import { integerFrom, MalformedMessage, oneOf, type Parse, record, textThat } from './parse.ts'

/** The smallest pieces of messages: texts, codes, hashes, instants, ids, numbers. */

export const text = textThat(() => true, 'a text')
export const name = textThat((value) => value.length > 0 && value.length <= 200, 'a text of 1 to 200 characters')
export const hash = textThat((value) => /^[0-9a-f]{64}$/.test(value), 'a SHA-256 in lower-case hexadecimal')
export const hashOrNone = textThat((value) => /^([0-9a-f]{64})?$/.test(value), 'a SHA-256 in hexadecimal, or empty')
export const day = textThat((value) => /^\d{4}-\d{2}-\d{2}$/.test(value), 'a day (YYYY-MM-DD)')
export const instant = textThat(
  (value) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/.test(value) && !Number.isNaN(Date.parse(value)),
  'an instant (ISO 8601 in UTC)',
)
export const region = textThat(isRegionCode, 'the code of a region')
export const government = textThat(
  (value) => /^\d{2}(\.\d{2})?$/.test(value) && isRegionCode(value),
  'the code of a government',
)
export const positive = integerFrom(1)
export const natural = integerFrom(0)

/** 1 to 5. */
export function satisfaction(value: unknown, path: string): number {
  const read = positive(value, path)
  if (read > 5) throw new MalformedMessage(path, 'a whole number from 1 to 5')
  return read
}

export function idOf(kind: 'complaint' | 'case' | 'agency'): Parse<string> {
  const isId = (value: string) => {
    const parsed = parseId(value)
    return parsed.form === 'valid' && parsed.kind === kind && parsed.id === value
  }
  return textThat(isId, `an id of kind ${kind}`)
}
export const complaint = idOf('complaint')
export const agency = idOf('agency')
const keyid = textThat((value) => /^[\w-]{43}$/.test(value), "a key's thumbprint")
const signed = textThat((value) => /^[\w-]{86}$/.test(value), 'a signature of 64 bytes in base64url')
export const signature = record<ObjectSignature>({ keyid, value: signed })
export const cursor = record<Cursor>({ incarnation: natural, n: natural })
export const custodyState = oneOf<ReportRow['state']>({ HOLDING: true, OFFERING: true, RELEASED: true, CLOSED: true })
