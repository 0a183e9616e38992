import { REFUSALS } from '@lawang/schema/errors'
import { isJsonObject, type MemberError } from '../execute/member-answer.ts'
import type { Ask } from './ask.ts'
import { type MemberTypes, type Reduced, type RefusedField, reduceOperation } from './older-contract.ts'

/**
 * Asks members that serve an older version of the contract only what they serve: the rest stays null, and the answer
 * carries a warning for each field, and an error for each that is asked with what they do not take. `older` has what such members serve, by the urls of their endpoints.
 */
export function adaptedAsk(ask: Ask, older: ReadonlyMap<string, MemberTypes>): Ask {
  return async (endpoints, body, call, repeatable) => {
    const [first] = endpoints
    if (older.size === 0 || !first) return ask(endpoints, body, call, repeatable)
    const current = endpoints.filter(({ url }) => !older.has(url))
    if (current.length > 0) return ask(current, body, call, repeatable)
    const types = older.get(first.url)
    const request: unknown = JSON.parse(body)
    if (!types || !isJsonObject(request) || typeof request.query !== 'string')
      return ask([first], body, call, repeatable)
    const sent = isJsonObject(request.variables) ? request.variables : {}
    const reduced = reduceOperation(request.query, sent, types)
    const { text, variables } = reduced
    const warnings = noticesOf(reduced, first.name)
    if (text === undefined) return { kind: 'answered', data: {}, errors: warnings }
    const answer = await ask([first], JSON.stringify({ ...request, query: text, variables }), call, repeatable)
    if (answer.kind === 'unavailable') return answer
    return { kind: 'answered', data: answer.data, errors: [...answer.errors, ...warnings] }
  }
}

/** What a client is told of what a member was not asked for. */
export function noticesOf({ missing, refused }: Reduced, member: string): readonly MemberError[] {
  return [...missing.map((field) => warning(field, member)), ...refused.map((field) => refusal(field, member))]
}

/** On its way to the client a warning goes with the errors; it becomes none of them. */
function warning(field: string, member: string): MemberError {
  return {
    message: 'The member that answers for this serves an older version of the contract, without this field.',
    path: undefined,
    extensions: { code: 'FIELD_NOT_SERVED', field, member },
  }
}

function refusal({ key, inputs }: RefusedField, member: string): MemberError {
  return {
    message: REFUSALS.INPUT_NOT_SERVED,
    path: key === undefined ? undefined : [key],
    extensions: { code: 'INPUT_NOT_SERVED', inputs, member },
  }
}
