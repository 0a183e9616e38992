import { NATION } from '@lawang/schema/region'
import type { Actor } from '../domain/model.ts'
import { columnOf } from './policy.ts'
import type { Scope } from './scope.ts'
import { type Operation, scopeOf } from './table.ts'

/** Who asks, as the database's own policies know it: how far each right reaches, by the table, and from where. */
export interface Asker {
  readonly worklist: Scope
  readonly confidential: Scope
  readonly acts: Scope
  readonly drafts: Scope
  readonly mandates: Scope
  readonly government: string
  readonly region: string
  readonly agency: string
  /** SHA-256 (hex) of the secrets that were shown in this request. */
  readonly secrets: string[]
}

/** The asker of one request. */
export function askerOf(actor: Actor): Asker {
  const person = actor.kind === 'person' ? actor : undefined
  return {
    worklist: reachOf(actor, 'readWorklist'),
    confidential: reachOf(actor, 'readConfidential'),
    acts: reachOf(actor, 'readActs'),
    drafts: reachOf(actor, 'draft'),
    mandates: reachOf(actor, 'readMandates'),
    government: person?.role === 'national-admin' ? NATION : (person?.region ?? ''),
    region: person?.region ?? '',
    agency: person?.agency ?? '',
    secrets: [],
  }
}

/** The database knows places and agencies; what a service account's token names is resolved here. */
function reachOf(actor: Actor, operation: Operation): Scope {
  const scope = scopeOf(columnOf(actor, operation), operation)
  if (scope !== 'by scope') return scope
  if (actor.kind !== 'person' || !actor.scopes?.includes(operation)) return 'nowhere'
  return actor.region === undefined ? 'everywhere' : 'own government'
}
