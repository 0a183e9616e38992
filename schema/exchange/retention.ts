/**
 * How long a row of a log or of mail stays after the other side's cursor has passed it, in milliseconds: so long people can
 * read what was said. The protocol needs none of them again, whatever backup is restored (`PROTOCOL.md`, Retention).
 */
export const RETENTION = 35 * 24 * 3_600_000

/** Rows that one statement of the pruning takes at most, so that nobody waits for it. */
export const PRUNED_AT_ONCE = 1_000

/** The oldest moment from which rows stay, at `now`. */
export function keptSince(now: Date): Date {
  return new Date(now.getTime() - RETENTION)
}
