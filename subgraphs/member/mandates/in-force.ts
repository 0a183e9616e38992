import { NATION } from '@lawang/schema/region'
import type { Actor, Agency, Role } from '../domain/model.ts'
import type { Mandate, MandateMember, Secretariat, Standing } from './model.ts'

export type Person = Extract<Actor, { kind: 'person' }>

/** Who acts for an agency, and so only under a decree. Those who only read have their right from their own office. */
const UNDER_DECREE: readonly Role[] = ['operator', 'coordinator', 'national-admin']

export function actsUnderDecree(actor: Actor): actor is Person {
  return actor.kind === 'person' && UNDER_DECREE.includes(actor.role)
}

/** The agency by whose decree an officer acts: the own one, and a coordinator's is the government's secretariat. */
export function agencyOf(actor: Person, secretariatOf: (government: string) => string | undefined): string | undefined {
  if (actor.role === 'operator') return actor.agency
  const government = actor.role === 'national-admin' ? NATION : actor.region
  return government === undefined ? undefined : secretariatOf(government)
}

/** Whether the decree is in force at the moment. */
export function isInForce({ validFrom, validTo }: Mandate, at: Date): boolean {
  return validFrom <= at && (validTo === undefined || at < validTo)
}

/** As whom a person acts at an agency at the moment; undefined without a decree in force that names them. */
export function standingAt(
  mandates: Iterable<Mandate>,
  { subject, role, agency }: { readonly subject: string; readonly role: Role; readonly agency: string },
  at: Date,
): Standing | undefined {
  for (const mandate of mandates) {
    if (mandate.agency !== agency || !isInForce(mandate, at)) continue
    const { id, number, members } = mandate
    if (members === 'EVERYBODY') return { mandate: id, decree: number, name: subject, position: role }
    const member = members.find((each) => each.subject === subject && isStillMember(each, at))
    if (member) return { mandate: id, decree: number, name: member.name, position: member.position }
  }
  return undefined
}

function isStillMember({ until }: MandateMember, at: Date): boolean {
  return until === undefined || at < until
}

/** The agency that coordinates at the moment, by the newest decree; undefined while none has moved it. */
export function secretariatAt(moves: Iterable<Secretariat>, government: string, at: Date): string | undefined {
  let newest: Secretariat | undefined
  for (const move of moves) {
    if (move.government === government && move.from <= at && (!newest || newest.from < move.from)) newest = move
  }
  return newest?.agency
}

/** The agencies for which nobody may act at the moment. */
export function withoutOperator(
  agencies: readonly Agency[],
  mandates: readonly Mandate[],
  at: Date,
): readonly Agency[] {
  const served = new Set(
    mandates
      .filter((mandate) => isInForce(mandate, at))
      .filter(({ members }) => members === 'EVERYBODY' || members.some((member) => isStillMember(member, at)))
      .map(({ agency }) => agency),
  )
  return agencies.filter(({ id }) => !served.has(id))
}

/** The next moment after `at` at which any right begins or ends; undefined when none does. */
export function nextChange(mandates: Iterable<Mandate>, moves: Iterable<Secretariat>, at: Date): Date | undefined {
  let next: Date | undefined
  const consider = (moment: Date | undefined): void => {
    if (moment !== undefined && at < moment && (next === undefined || moment < next)) next = moment
  }
  for (const { validFrom, validTo, members } of mandates) {
    consider(validFrom)
    consider(validTo)
    if (members !== 'EVERYBODY') for (const { until } of members) consider(until)
  }
  for (const { from } of moves) consider(from)
  return next
}
