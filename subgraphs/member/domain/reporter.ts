import { Refusal } from '@lawang/schema/errors'
import type { GovernmentCode } from '@lawang/schema/region'
import { civilDayOf, isCivilDay } from './civil-day.ts'
import type { OnBehalf, Reporter } from './model.ts'
import { readText } from './text.ts'

const LONGEST = 200
const ADDRESS_LONGEST = 500
const NATIONAL_ID = /^\d{16}$/

/**
 * Reads what a reporter says of themselves; undefined when no field says anything. Refuses TEXT_TOO_LONG and, for a
 * national id that has not 16 digits, BAD_USER_INPUT. No refusal repeats a value.
 */
export function readReporter(reporter: Reporter | undefined): Reporter | undefined {
  const field = (name: keyof Reporter, longest = LONGEST) => {
    const text = reporter?.[name]
    return text === undefined ? undefined : readText(text, { name: `reporter.${name}`, longest, singleLine: true })
  }
  const read = {
    name: field('name'),
    phone: field('phone'),
    email: field('email'),
    nationalId: readNationalId(field('nationalId')),
    address: field('address', ADDRESS_LONGEST),
  }
  return Object.values(read).some((text) => text !== undefined) ? read : undefined
}

/** People write it in groups; it is kept as digits. */
function readNationalId(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const digits = text.replace(/[ .-]/g, '')
  if (NATIONAL_ID.test(digits)) return digits
  throw new Refusal('BAD_USER_INPUT', 'reporter.nationalId has 16 digits. Leave it out where it is not known.', {
    field: 'reporter.nationalId',
  })
}

/**
 * Reads the consent of a reporter for whom somebody else files. Refuses CONSENT_REQUIRED where the word is not whole,
 * and FUTURE_DATE.
 */
export function readOnBehalf(onBehalf: OnBehalf | undefined, door: GovernmentCode, now: Date): OnBehalf | undefined {
  if (onBehalf === undefined) return undefined
  const consentBy = readText(onBehalf.consentBy, { name: 'onBehalf.consentBy', longest: LONGEST, singleLine: true })
  const { consentAt } = onBehalf
  if (consentBy === undefined || !isCivilDay(consentAt)) throw new Refusal('CONSENT_REQUIRED')
  if (consentAt > civilDayOf(now, door)) throw new Refusal('FUTURE_DATE', undefined, { field: 'onBehalf.consentAt' })
  return { consentAt, consentBy }
}
