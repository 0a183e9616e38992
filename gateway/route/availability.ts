import type { Endpoint } from './router.ts'

/**
 * What the last requests showed of the members: one that did not answer is not chosen for what others answer alike, until
 * it answers again or `cooldownMs` have passed. It decides nothing else: a request that only that member can answer is
 * its guard's affair.
 */
export interface Availability {
  report(endpoint: Endpoint, answered: boolean): void
  /** At most so many endpoints in the order in which to try them, beginning at `start`: those that answer come first. */
  choose(endpoints: readonly Endpoint[], start: number, most: number): readonly Endpoint[]
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
    choose(endpoints, start, most) {
      const up: Endpoint[] = []
      const down: Endpoint[] = []
      for (let turn = 0; turn < endpoints.length && up.length < most; turn++) {
        const endpoint = endpoints[(start + turn) % endpoints.length]
        if (endpoint) (failedAt.size > 0 && isDown(endpoint) ? down : up).push(endpoint)
      }
      return down.length === 0 ? up : [...up, ...down].slice(0, most)
    },
  }
}
