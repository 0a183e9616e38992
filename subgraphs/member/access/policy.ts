import { Refusal } from '@lawang/schema/errors'
import { type GovernmentCode, governmentOf, liesUnder, NATION, type RegionCode } from '@lawang/schema/region'
import type { Actor } from '../domain/model.ts'
import type { Scope } from './scope.ts'
import { type Column, type Operation, scopeOf } from './table.ts'

/** What an operation is done to: something that a government has. What is left out matches nobody's own. */
export interface Place {
  readonly government: GovernmentCode
  /** The agency there that handles it. */
  readonly agency?: string
  /** The place that the complaint is about. */
  readonly location?: RegionCode
  /** Whether the asker has shown the secret of the receipt. */
  readonly secretShown?: boolean
}

type Person = Extract<Actor, { kind: 'person' }>

/**
 * The table's column of an actor. An officer without a decree in force is one of the public, but for a national
 * administrator's care for decrees: somebody has to register the first one.
 */
export function columnOf(actor: Actor, operation: Operation): Column {
  if (actor.kind !== 'person') return actor.kind
  const keepsDecrees = actor.role === 'national-admin' && ABOUT_MANDATES.includes(operation)
  return actor.withoutMandate && !keepsDecrees ? 'reporter' : actor.role
}

const ABOUT_MANDATES: readonly Operation[] = ['readMandates', 'manageMandates']

/** Whether the actor may do this here, by the table. */
export function isAllowed(actor: Actor, operation: Operation, place: Place): boolean {
  const scope = scopeOf(columnOf(actor, operation), operation)
  if (place.secretShown && scopeOf('public', operation) === 'with the secret' && isNoMachine(actor)) return true
  if (scope === 'everywhere') return true
  return actor.kind === 'person' && reaches(actor, scope, operation, place)
}

function reaches(actor: Person, scope: Scope, operation: Operation, place: Place): boolean {
  switch (scope) {
    case 'own government':
      return governmentOfOfficer(actor) === place.government
    case 'government and below':
      return actor.region !== undefined && liesUnder(place.government, actor.region)
    case 'own agency':
      return (
        actor.agency !== undefined && actor.agency === place.agency && governmentOfOfficer(actor) === place.government
      )
    case 'own area':
      return actor.region !== undefined && place.location !== undefined && liesUnder(place.location, actor.region)
    case 'by scope':
      return isInScope(actor, operation, place.government)
    default:
      return false
  }
}

/**
 * Refuses UNAUTHENTICATED (reason MISSING) to nobody known, NO_MANDATE to who could with a decree in force, and FORBIDDEN
 * to all others who may not do this here.
 */
export function requireAllowed(actor: Actor, operation: Operation, place: Place): void {
  if (isAllowed(actor, operation, place)) return
  if (actor.kind === 'public') throw new Refusal('UNAUTHENTICATED', undefined, { reason: 'MISSING' })
  throw new Refusal(wouldBeAllowed(actor, operation, place) ? 'NO_MANDATE' : 'FORBIDDEN')
}

function wouldBeAllowed(actor: Actor, operation: Operation, place: Place): boolean {
  if (actor.kind !== 'person' || !actor.withoutMandate) return false
  const { withoutMandate: _, ...officer } = actor
  return isAllowed(officer, operation, place)
}

/** The rows of a worklist: of one agency, of places in one area, or all. */
export interface WorklistPart {
  readonly agency?: string
  readonly area?: RegionCode
}

/** Which rows of a government's worklist the actor may read. Refuses as above. */
export function worklistOf(actor: Actor, government: GovernmentCode): WorklistPart {
  if (actor.kind === 'person' && actor.withoutMandate) throw new Refusal('NO_MANDATE')
  const scope = scopeOf(columnOf(actor, 'readWorklist'), 'readWorklist')
  if (actor.kind === 'person' && scope === 'own agency' && actor.agency !== undefined) {
    requireAllowed(actor, 'readWorklist', { government, agency: actor.agency })
    return { agency: actor.agency }
  }
  if (actor.kind === 'person' && scope === 'own area' && actor.region !== undefined) {
    if (governmentOf(actor.region) !== government) throw new Refusal('FORBIDDEN')
    return { area: actor.region }
  }
  requireAllowed(actor, 'readWorklist', { government })
  return {}
}

/** Whether the actor may key in at this door what was received on an earlier day: a letter, another system's report. */
export function mayFileReceivedEarlier(actor: Actor, door: GovernmentCode): boolean {
  return isAllowed(actor, 'fileReceivedEarlier', { government: door })
}

/** An officer's own government; the area of a district's or village's head is no government. */
function governmentOfOfficer(actor: Person): GovernmentCode | undefined {
  return actor.role === 'national-admin' ? NATION : actor.region
}

/** A service account does what its token names, and where its token names a place, only there. */
function isInScope({ scopes = [], region }: Person, operation: Operation, government: GovernmentCode): boolean {
  return scopes.includes(operation) && (region === undefined || region === government)
}

function isNoMachine(actor: Actor): boolean {
  return actor.kind === 'public' || actor.kind === 'person'
}
