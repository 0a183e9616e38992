import { type ExecutionResult, GraphQLError } from 'graphql'
import { type CallContext, OperationRefused, type SubscriptionFetch } from '../execute/operation.ts'
import { type Upstream, UpstreamRefused } from './upstream.ts'

/**
 * A subscription's results as the client asked for them, in the order of the member's events. Ends when the member
 * completes it or the call's signal aborts; throws `OperationRefused` with what the member refused it for, and
 * `UpstreamLost` when the client has to subscribe again.
 */
export async function* carrySubscription(
  fetch: SubscriptionFetch,
  upstream: Upstream,
  call: CallContext,
): AsyncGenerator<ExecutionResult, void, void> {
  const { url, query, operationName, variables } = fetch
  const request = { url, authorization: call.authorization, query, operationName, variables }
  try {
    for await (const payload of upstream.open(request, call.signal)) yield await fetch.onEvent(payload, call)
  } catch (error) {
    if (!(error instanceof UpstreamRefused)) throw error
    const { errors } = await fetch.onEvent({ data: null, errors: error.errors }, call)
    throw new OperationRefused(errors ?? [new GraphQLError(error.message, { extensions: { code: 'INTERNAL' } })])
  }
}
