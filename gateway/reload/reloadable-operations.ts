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

/** An operation that remembers where it was prepared, and from what. */
class Begun implements PreparedOperation {
  readonly kind: PreparedOperation['kind']
  readonly prepared: PreparedOperation
  readonly operations: WritingOperations
  readonly request: OperationRequest

  constructor(prepared: PreparedOperation, operations: WritingOperations, request: OperationRequest) {
    this.kind = prepared.kind
    this.prepared = prepared
    this.operations = operations
    this.request = request
  }
}

function begun(prepared: PreparedOperation): Begun {
  if (prepared instanceof Begun) return prepared
  throw new TypeError('The operation was not prepared here')
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
  const followers = new Set<Follower>()

  return {
    async prepare(request) {
      const operations = current
      return new Begun(await operations.prepare(request), operations, request)
    },
    recall(request) {
      const prepared = current.recall(request)
      return prepared && new Begun(prepared, current, request)
    },
    execute(operation, call) {
      const { operations, prepared } = begun(operation)
      return operations.execute(prepared, call)
    },
    write(operation, call) {
      const { operations, prepared } = begun(operation)
      return operations.write(prepared, call)
    },
    subscriptionFetch(operation) {
      const { operations, prepared, request } = begun(operation)
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

function followed(request: OperationRequest, first: SubscriptionFetch, followers: Set<Follower>): SubscriptionFetch {
  let follower: Follower | undefined
  return {
    ...first,
    onEvent: (payload, context) => (follower?.fetch ?? first).onEvent(payload, context),
    onSuperseded(listener) {
      follower = { request, fetch: first, onSuperseded: listener }
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
    (a.memberUrl ?? a.url) === (b.memberUrl ?? b.url) &&
    a.query === b.query &&
    JSON.stringify(a.variables) === JSON.stringify(b.variables)
  )
}
