/**
 * Makes a subscription end when its client goes, not at its next event: an async generator that waits inside `next`
 * queues `return` behind it, so a quiet subscription would stay for ever. `return` aborts `ending` instead, which the
 * event source listens to, and does not wait.
 */
export function endAtOnce<T>(
  events: AsyncGenerator<T, void, void>,
  ending: AbortController,
): AsyncGenerator<T, void, void> {
  const end = (): void => {
    ending.abort()
    events.return().catch(() => {
      // Nobody is left to be told that the source failed while it was ending.
    })
  }
  return {
    next: () => events.next(),
    return: async () => {
      end()
      return { done: true, value: undefined }
    },
    throw: async (error) => {
      end()
      throw error
    },
    [Symbol.asyncIterator]() {
      return this
    },
    async [Symbol.asyncDispose]() {
      end()
    },
  }
}
