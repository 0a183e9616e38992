import type { ExecutionResult } from 'graphql'
import type { CallContext, Operations, PreparedOperation } from '../execute/operation.ts'
import { carrySubscription } from './carry-subscription.ts'
import { fitForClient, isFault } from './fit-for-client.ts'
import { type Upstream, UpstreamLost } from './upstream.ts'

/** What serves operations, beside the transport. */
export interface Running {
  readonly operations: Operations
  readonly upstream: Upstream
  /** Told of failures that are nobody's refusal. */
  readonly onFault: (error: unknown) => void
}

/** The results of any operation: one of a query or mutation, many of a subscription. Errors are results; only `UpstreamLost` is thrown. */
export async function* runOperation(
  { operations, upstream, onFault }: Running,
  prepare: () => Promise<PreparedOperation>,
  call: CallContext,
): AsyncGenerator<ExecutionResult, void, void> {
  try {
    const prepared = await prepare()
    if (prepared.kind === 'subscription') {
      yield* carrySubscription(operations.subscriptionFetch(prepared), upstream, call)
    } else {
      yield await operations.execute(prepared, call)
    }
  } catch (error) {
    if (error instanceof UpstreamLost) throw error
    if (isFault(error)) onFault(error)
    yield { errors: fitForClient(error) }
  }
}
