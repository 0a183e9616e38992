import type { Endpoint } from './router.ts'

/**
 * What the last requests showed of the members: one that did not answer is not chosen first for what any member
 * answers, until it answers again or `cooldownMs` have passed. It decides nothing else: a routed request is always
 * tried.
 */
export interface Availability {
  report(endpoint: Endpoint, answered: boolean): void
  /** The endpoints in the order in which to try them. */
  order(endpoints: readonly Endpoint[]): readonly Endpoint[]
}

/** `now` is a clock in milliseconds. */
export function createAvailability(now: () => number, cooldownMs = 1000): Availability {
  const failedAt = new Map<string, number>()
  const isDown = (endpoint: Endpoint) => {
    const at = failedAt.get(endpoint.name)
    return at !== undefined && now() - at < cooldownMs
  }
  return {
    report(endpoint, answered) {
      if (answered) failedAt.delete(endpoint.name)
      else failedAt.set(endpoint.name, now())
    },
    order: (endpoints) =>
      failedAt.size === 0
        ? endpoints
        : [...endpoints.filter((one) => !isDown(one)), ...endpoints.filter((one) => isDown(one))],
  }
}
