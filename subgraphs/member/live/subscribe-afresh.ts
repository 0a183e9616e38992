import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute } from 'graphql'

/**
 * graphql-js' `subscribe`, with a new context for every event: what a context caches must not outlive an event, and a
 * token that has expired since ends the subscription. When the client goes, `ending` is aborted, by which the event
 * source ends: a generator that waits inside `next` queues `return` behind it, so a quiet subscription would stay.
 */
export async function subscribeAfresh(
  args: ExecutionArgs,
  renewContext: () => Promise<unknown>,
  ending: AbortController,
): Promise<AsyncGenerator<ExecutionResult, void, void> | ExecutionResult> {
  const events = await createSourceEventStream(args)
  if (!(Symbol.asyncIterator in events)) return events
  const results = executeEach(events, args, renewContext)
  results.return = async () => {
    ending.abort()
    return { done: true, value: undefined }
  }
  return results
}

async function* executeEach(
  events: AsyncIterable<unknown>,
  args: ExecutionArgs,
  renewContext: () => Promise<unknown>,
): AsyncGenerator<ExecutionResult, void, void> {
  for await (const rootValue of events) {
    yield await execute({ ...args, rootValue, contextValue: await renewContext() })
  }
}
