import type { Cursor } from './messages.ts'

/** Before everything: incarnations and rows count from 1. */
export const START: Cursor = { incarnation: 0, n: 0 }

/** Whether a row stands behind what has been read. */
export function isAfter(row: Cursor, cursor: Cursor): boolean {
  return row.incarnation > cursor.incarnation || (row.incarnation === cursor.incarnation && row.n > cursor.n)
}

/** Whether a row is the very next one: the next of the same incarnation, or the first of a higher one. */
export function follows(row: Cursor, cursor: Cursor): boolean {
  return row.incarnation > cursor.incarnation
    ? row.n === 1
    : row.incarnation === cursor.incarnation && row.n === cursor.n + 1
}

/** The position of a row, without what it says. */
export function positionOf({ incarnation, n }: Cursor): Cursor {
  return { incarnation, n }
}
