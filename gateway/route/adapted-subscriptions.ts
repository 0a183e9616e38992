import { GraphQLError } from 'graphql'
import { isJsonObject } from '../execute/member-answer.ts'
import { OperationRefused, type Operations, type SubscriptionFetch } from '../execute/operation.ts'
import { noticesOf } from './adapted-ask.ts'
import { type MemberTypes, reduceOperation } from './older-contract.ts'

/**
 * Subscribes at members that serve an older version of the contract only to what they serve: the rest of each event is null,
 * with the warnings that a query has. Nothing is left of a subscription whose field they do not serve, or not with what it is
 * asked with: it is refused. A subscription that began before its member was found to be newer stays as it began. `older` has
 * what such members serve, by the urls of their endpoints.
 */
export function adaptedSubscriptions<Served extends Operations>(
  operations: Served,
  older: ReadonlyMap<string, MemberTypes>,
): Served {
  return {
    ...operations,
    subscriptionFetch(prepared) {
      const fetch = operations.subscriptionFetch(prepared)
      const types = older.get(fetch.memberUrl ?? fetch.url)
      return types ? adapted(fetch, types) : fetch
    },
  }
}

function adapted(fetch: SubscriptionFetch, types: MemberTypes): SubscriptionFetch {
  const reduced = reduceOperation(fetch.query, fetch.variables, types)
  const notices = noticesOf(reduced, fetch.member)
  if (reduced.text === undefined) {
    throw new OperationRefused(notices.map(({ message, extensions }) => new GraphQLError(message, { extensions })))
  }
  return {
    ...fetch,
    query: reduced.text,
    variables: reduced.variables,
    onEvent: (payload, context) => fetch.onEvent(withNotices(payload, notices), context),
  }
}

/** What is no GraphQL result stays so. */
function withNotices(payload: unknown, notices: readonly object[]): unknown {
  if (!isJsonObject(payload)) return payload
  const errors = Array.isArray(payload.errors) ? payload.errors : []
  return { ...payload, errors: [...errors, ...notices] }
}
