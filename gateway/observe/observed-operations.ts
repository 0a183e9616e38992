import type { ExecutionResult } from 'graphql'
import { OperationRefused, type PreparedOperation, type WritingOperations } from '../execute/operation.ts'
import type { Metrics } from './metrics.ts'

/** The same operations, counted and timed: over every transport, and without a word of what was asked. */
export function observedOperations(operations: WritingOperations, metrics: Metrics): WritingOperations {
  const timed = async <Result>(
    prepared: PreparedOperation,
    run: () => Promise<Result>,
    errorsOf: (result: Result) => ExecutionResult['errors'],
  ) => {
    const startedAt = performance.now()
    const result = await run()
    const errors = errorsOf(result)
    for (const error of errors ?? []) metrics.error(error.extensions.code)
    if (prepared.kind !== 'subscription') {
      metrics.operation(prepared.kind, errors ? 'errors' : 'ok', (performance.now() - startedAt) / 1000)
    }
    return result
  }
  return {
    async prepare(request) {
      try {
        return await operations.prepare(request)
      } catch (error) {
        if (error instanceof OperationRefused) for (const each of error.errors) metrics.error(each.extensions.code)
        throw error
      }
    },
    recall: (request) => operations.recall(request),
    execute: (prepared, call) =>
      timed(
        prepared,
        () => operations.execute(prepared, call),
        (result) => result.errors,
      ),
    write: (prepared, call) =>
      timed(
        prepared,
        () => operations.write(prepared, call),
        (written) => (written.kind === 'result' ? written.result.errors : undefined),
      ),
    subscriptionFetch(prepared) {
      const fetch = operations.subscriptionFetch(prepared)
      return {
        ...fetch,
        onSuperseded(listener) {
          metrics.subscription(1)
          const unfollow = fetch.onSuperseded?.(listener)
          return () => {
            metrics.subscription(-1)
            unfollow?.()
          }
        },
      }
    },
  }
}
