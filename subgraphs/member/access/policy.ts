import { Refusal } from '@lawang/schema/errors'
import { type GovernmentCode, NATION } from '@lawang/schema/region'
import type { Actor, CaseCommand, Role } from '../domain/model.ts'

/** What needs more than being somebody. Everything else (reading what is public, filing) is open to all. */
export type Operation = 'fileReceivedEarlier' | 'readWorklist' | 'readConfidential' | CaseCommand['type']

export const OPERATIONS: readonly Operation[] = [
  'fileReceivedEarlier',
  'readWorklist',
  'readConfidential',
  'verify',
  'assign',
  'start',
  'answer',
  'handOver',
  'archive',
  'close',
  'defer',
  'draft',
  'release',
  'extend',
  'fieldWork',
]

/**
 * Where a role may do something: at every government, at its own (a coordinator's `region`; the nation for the
 * national administrator), for what its own agency handles, or nowhere.
 */
export type Scope = 'everywhere' | 'own government' | 'own agency' | 'nowhere'

type Row = Readonly<Record<Role, Scope>>

/** Work on a case, whatever the act. */
const CASE_WORK: Row = {
  reporter: 'nowhere',
  operator: 'own agency',
  coordinator: 'own government',
  'national-admin': 'own government',
  overseer: 'nowhere',
  integrator: 'nowhere',
}

/** Who may do what where. */
const TABLE: Readonly<Record<Operation, Row>> = {
  fileReceivedEarlier: {
    reporter: 'nowhere',
    operator: 'everywhere',
    coordinator: 'everywhere',
    'national-admin': 'everywhere',
    overseer: 'nowhere',
    integrator: 'everywhere',
  },
  readWorklist: { ...CASE_WORK, overseer: 'everywhere' },
  readConfidential: CASE_WORK,
  verify: CASE_WORK,
  assign: CASE_WORK,
  start: CASE_WORK,
  answer: CASE_WORK,
  handOver: CASE_WORK,
  archive: CASE_WORK,
  close: CASE_WORK,
  defer: CASE_WORK,
  draft: CASE_WORK,
  // The head's word: whoever only works on cases cannot give it.
  release: { ...CASE_WORK, operator: 'nowhere' },
  extend: CASE_WORK,
  fieldWork: CASE_WORK,
}

/** Where somebody with this role may do this. */
export function scopeOf(role: Role, operation: Operation): Scope {
  return TABLE[operation][role]
}

/** What an operation is done to: something that a government has, and the agency there that handles it. */
export interface Place {
  readonly government: GovernmentCode
  readonly agency?: string
}

/** Whether the actor may do this here. Nobody known and machines may do none of it. */
export function isAllowed(actor: Actor, operation: Operation, place: Place): boolean {
  if (actor.kind !== 'person') return false
  switch (scopeOf(actor.role, operation)) {
    case 'everywhere':
      return true
    case 'own government':
      return governmentOfOfficer(actor) === place.government
    case 'own agency':
      return (
        actor.agency !== undefined && actor.agency === place.agency && governmentOfOfficer(actor) === place.government
      )
    case 'nowhere':
      return false
  }
}

/** Refuses UNAUTHENTICATED (reason MISSING) to nobody known, and FORBIDDEN to those who may not do this here. */
export function requireAllowed(actor: Actor, operation: Operation, place: Place): void {
  if (actor.kind === 'public') throw new Refusal('UNAUTHENTICATED', undefined, { reason: 'MISSING' })
  if (!isAllowed(actor, operation, place)) throw new Refusal('FORBIDDEN')
}

/** The rows of a government's worklist that the actor may read: all, or those of one agency. Refuses as above. */
export function worklistOf(actor: Actor, government: GovernmentCode): { readonly agency?: string } {
  if (actor.kind === 'person' && scopeOf(actor.role, 'readWorklist') === 'own agency') {
    const { agency } = actor
    requireAllowed(actor, 'readWorklist', { government, ...(agency === undefined ? {} : { agency }) })
    return agency === undefined ? {} : { agency }
  }
  requireAllowed(actor, 'readWorklist', { government })
  return {}
}

/** Whether the actor may key in what was received on an earlier day: a letter, another system's report. */
export function mayFileReceivedEarlier(actor: Actor): boolean {
  return actor.kind === 'person' && scopeOf(actor.role, 'fileReceivedEarlier') === 'everywhere'
}

type Person = Extract<Actor, { kind: 'person' }>

function governmentOfOfficer(actor: Person): GovernmentCode | undefined {
  return actor.role === 'national-admin' ? NATION : actor.region
}
