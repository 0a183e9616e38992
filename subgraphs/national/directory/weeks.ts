/** The directory is searched week by week, newest first: weeks of seven days since the beginning of 1970, in UTC. */
const WEEK = 7 * 24 * 60 * 60 * 1000

export function weekOf(instant: Date): number {
  return Math.floor(instant.getTime() / WEEK)
}
