import { Refusal } from '@lawang/schema/errors'
import { requireText, type TextRule } from '../domain/text.ts'
import { isInForce } from './in-force.ts'
import type { Mandate, MandateMember } from './model.ts'

/** A decree as it is sent to be registered. */
export interface NewMandate {
  readonly agency: string
  readonly number: string
  readonly issuer: string
  readonly validFrom: Date
  readonly validTo?: Date
  readonly members: readonly MandateMember[]
}

/** What registering comes to: the decree, and the one whose place it takes, as that is from now on. */
export interface Registration {
  readonly mandate: Mandate
  readonly superseded?: Mandate
}

const line = (name: string): TextRule => ({ name, longest: 200, singleLine: true })
const MOST_MEMBERS = 200

/**
 * Registers a decree beside the agency's others. An agency has one decree at a time: the one that would still be in
 * force ends at the moment at which the new one begins, and stays in the history. Refuses INVALID_MANDATE with what is
 * wrong, and TEXT_TOO_LONG.
 */
export function register(
  input: NewMandate,
  { id, government, known }: { readonly id: string; readonly government: string; readonly known: readonly Mandate[] },
): Registration {
  const { agency, validFrom, validTo } = input
  const number = requireText(input.number, line('number'), 'INVALID_MANDATE')
  const issuer = requireText(input.issuer, line('issuer'), 'INVALID_MANDATE')
  if (validTo !== undefined && validTo <= validFrom) throw invalid('validTo is not after validFrom.')
  const others = known.filter((mandate) => mandate.agency === agency)
  if (others.some((mandate) => mandate.number === number)) throw invalid('This decree is registered already.')
  if (others.some((mandate) => mandate.validFrom >= validFrom)) {
    throw invalid('The agency has a decree that begins later or at the same moment: end that one first.')
  }
  const superseded = others.find((mandate) => isInForce(mandate, validFrom))
  return {
    mandate: {
      ...{ id, government, agency, number, issuer, validFrom, members: readMembers(input.members) },
      ...(validTo === undefined ? {} : { validTo }),
      ...(superseded === undefined ? {} : { supersedes: superseded.id }),
    },
    ...(superseded === undefined ? {} : { superseded: { ...superseded, validTo: validFrom } }),
  }
}

/**
 * Ends a decree, or one person's right under it, at a moment that is not past. What has ended earlier stays as it is.
 * Refuses INVALID_MANDATE.
 */
export function end(mandate: Mandate, { subject, at }: { readonly subject?: string; readonly at: Date }): Mandate {
  if (subject === undefined) return { ...mandate, validTo: earlier(mandate.validTo, at) }
  const { members } = mandate
  if (members === 'EVERYBODY' || !members.some((member) => member.subject === subject)) {
    throw invalid('The decree does not name this person.')
  }
  return {
    ...mandate,
    members: members.map((member) =>
      member.subject === subject ? { ...member, until: earlier(member.until, at) } : member,
    ),
  }
}

function earlier(a: Date | undefined, b: Date): Date {
  return a !== undefined && a < b ? a : b
}

function readMembers(members: readonly MandateMember[]): readonly MandateMember[] {
  if (members.length === 0) throw invalid('It names nobody.')
  if (members.length > MOST_MEMBERS) throw invalid(`It names more than ${MOST_MEMBERS} persons.`)
  const read = members.map(({ subject, name, position }) => ({
    subject: requireText(subject, line('subject'), 'INVALID_MANDATE'),
    name: requireText(name, line('name'), 'INVALID_MANDATE'),
    position: requireText(position, line('position'), 'INVALID_MANDATE'),
  }))
  if (new Set(read.map(({ subject }) => subject)).size < read.length) throw invalid('It names somebody twice.')
  return read
}

function invalid(what: string): Refusal {
  return new Refusal('INVALID_MANDATE', `The decree cannot be registered so. ${what}`)
}
