import { isJsonObject, type MemberError } from '../execute/member-answer.ts'
import { Lru } from '../plan/lru.ts'
import type { Ask } from './ask.ts'
import { type MemberTypes, type Reduced, reduceOperation } from './older-contract.ts'
import type { Endpoint } from './router.ts'

const REDUCED_KEPT = 1000

/**
 * Asks members that serve an older version of the contract only what they serve: the rest stays null, and the answer
 * carries a warning for each field. `older` has what such members serve, by the urls of their endpoints.
 */
export function adaptedAsk(ask: Ask, older: ReadonlyMap<string, MemberTypes>): Ask {
  const known = new WeakMap<MemberTypes, Lru<Reduced>>()
  const reduce = (query: string, types: MemberTypes): Reduced => {
    const ofMember = known.get(types) ?? new Lru<Reduced>(REDUCED_KEPT)
    known.set(types, ofMember)
    const reduced = ofMember.get(query) ?? reduceOperation(query, types)
    ofMember.set(query, reduced)
    return reduced
  }
  return async (endpoints, body, call, repeatable) => {
    const [first] = endpoints
    if (older.size === 0 || !first) return ask(endpoints, body, call, repeatable)
    const current = endpoints.filter(({ url }) => !older.has(url))
    if (current.length > 0) return ask(current, body, call, repeatable)
    const types = older.get(first.url)
    const request: unknown = JSON.parse(body)
    if (!types || !isJsonObject(request) || typeof request.query !== 'string')
      return ask([first], body, call, repeatable)
    const { text, missing } = reduce(request.query, types)
    if (missing.length === 0) return ask([first], body, call, repeatable)
    const warnings = missing.map((field) => warning(field, first))
    if (text === undefined) return { kind: 'answered', data: {}, errors: warnings }
    const answer = await ask([first], JSON.stringify({ ...request, query: text }), call, repeatable)
    if (answer.kind === 'unavailable') return answer
    return { kind: 'answered', data: answer.data, errors: [...answer.errors, ...warnings] }
  }
}

/** On its way to the client a warning goes with the errors; it becomes none of them. */
function warning(field: string, { name }: Endpoint): MemberError {
  return {
    message: 'The member that answers for this serves an older version of the contract, without this field.',
    path: undefined,
    extensions: { code: 'FIELD_NOT_SERVED', field, member: name },
  }
}
