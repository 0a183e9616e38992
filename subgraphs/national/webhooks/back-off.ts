const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Milliseconds before the next attempt, by how many have failed in a row; the last one goes on. */
const PAUSES = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR]

/** A receiver that has taken nothing for so long is not tried any more until its owner says so. */
export const GIVE_UP_AFTER_MS = 72 * HOUR

/** Milliseconds to wait after `failures` failures in a row, up to a fifth more so that receivers are not asked in step. */
export function pauseAfter(failures: number, random: number): number {
  const pause = PAUSES[Math.min(failures, PAUSES.length) - 1] ?? 0
  return Math.round(pause * (1 + random / 5))
}
