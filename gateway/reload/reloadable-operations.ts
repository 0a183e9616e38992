import type {
  OperationRequest,
  Operations,
  PreparedOperation,
  SubscriptionFetch,
  WritingOperations,
} from '../execute/operation.ts'

export interface ReloadableOperations extends WritingOperations {
  /**
   * From now on requests are prepared by these. What was prepared before ends where it began. Subscriptions go on where
   * the same member still streams the same; the others are told that they are superseded.
   */
  replace(next: WritingOperations): void
}

/** Where an operation was prepared, and from what. */
interface Origin {
  readonly operations: WritingOperations
  readonly request: OperationRequest
}

/** A subscription that follows what is current. */
interface Follower {
  readonly request: OperationRequest
  fetch: SubscriptionFetch
  readonly onSuperseded: () => void
}

/** Operations that can be replaced while they serve. */
export function reloadable(first: WritingOperations): ReloadableOperations {
  let current = first
  const origins = new WeakMap<PreparedOperation, Origin>()
  const followers = new Set<Follower>()

  const began = (prepared: PreparedOperation, operations: WritingOperations, request: OperationRequest) => {
    origins.set(prepared, { operations, request })
    return prepared
  }
  const originOf = (prepared: PreparedOperation): Origin => {
    const origin = origins.get(prepared)
    if (!origin) throw new TypeError('The operation was not prepared here')
    return origin
  }

  return {
    async prepare(request) {
      const operations = current
      return began(await operations.prepare(request), operations, request)
    },
    recall(request) {
      const prepared = current.recall(request)
      return prepared && began(prepared, current, request)
    },
    execute: (prepared, call) => originOf(prepared).operations.execute(prepared, call),
    write: (prepared, call) => originOf(prepared).operations.write(prepared, call),
    subscriptionFetch(prepared) {
      const { operations, request } = originOf(prepared)
      return followed(request, operations.subscriptionFetch(prepared), followers)
    },
    replace(next) {
      current = next
      for (const follower of [...followers]) {
        void renew(follower, next).then((isKept) => {
          if (!isKept && followers.has(follower)) follower.onSuperseded()
        })
      }
    },
  }
}

function followed(request: OperationRequest, begun: SubscriptionFetch, followers: Set<Follower>): SubscriptionFetch {
  let follower: Follower | undefined
  return {
    ...begun,
    onEvent: (payload, context) => (follower?.fetch ?? begun).onEvent(payload, context),
    onSuperseded(listener) {
      follower = { request, fetch: begun, onSuperseded: listener }
      const following = follower
      followers.add(following)
      return () => followers.delete(following)
    },
  }
}

/** Whether the member that streams it would be asked the same; then the next events are made the new way. */
async function renew(follower: Follower, operations: Operations): Promise<boolean> {
  try {
    const fetch = operations.subscriptionFetch(await operations.prepare(follower.request))
    if (!isSameStream(fetch, follower.fetch)) return false
    follower.fetch = fetch
    return true
  } catch {
    return false
  }
}

function isSameStream(a: SubscriptionFetch, b: SubscriptionFetch): boolean {
  return (
    (a.memberUrl ?? a.url) === (b.memberUrl ?? b.url) && a.query === b.query && JSON.stringify(a.variables) === JSON.stringify(b.variables)
  )
}
