import { type ConnectionKeys, PAGE, ROWS } from '../plan/scattered-field.ts'
import { isJsonObject, type JsonObject } from './member-answer.ts'
import type { MergedPage, MergedRow } from './merge-pages.ts'

/** A merged page, and what its sources have answered; their objects become those of the page. */
export interface PageToWrite extends MergedPage {
  /** By source; empty where one gave none. */
  readonly connections: readonly JsonObject[]
  /** Whether every source gave its page: without one nobody knows how many rows there are. */
  readonly isComplete: boolean
  readonly hasPreviousPage: boolean
  /** The cursor behind so many rows of the page; undefined where nothing has been read at all. */
  readonly cursorAfter: (rows: number) => string | undefined
}

/** What a member counts to. */
const COUNTED_TO = 10_000

/** The connection that the client gets, under the keys of its plan. */
export function writePage(keys: ConnectionKeys, page: PageToWrite): JsonObject {
  const sample = page.connections.find((connection) => Object.keys(connection).length > 0) ?? {}
  const written: JsonObject = {}
  for (const key of Object.keys(sample)) {
    if (key === ROWS || key === PAGE) continue
    const cursors = keys.edges.get(key)
    const names = keys.pageInfos.get(key)
    if (cursors) written[key] = page.rows.map((row, place) => writeEdge(key, cursors, page, row, place))
    else if (names) written[key] = writePageInfo(sample[key], names, page)
    else written[key] = keys.totals.has(key) ? total(key, page) : sample[key]
  }
  return written
}

function writeEdge(
  key: string,
  cursors: ReadonlySet<string>,
  { connections, cursorAfter }: PageToWrite,
  { source, index }: MergedRow,
  place: number,
): unknown {
  const edges = connections[source]?.[key]
  const edge: unknown = Array.isArray(edges) ? edges[index] : undefined
  if (!isJsonObject(edge)) return edge
  for (const cursor of cursors) if (cursor in edge) edge[cursor] = cursorAfter(place + 1)
  return edge
}

function writePageInfo(sample: unknown, names: ReadonlyMap<string, string>, page: PageToWrite): unknown {
  if (!isJsonObject(sample)) return sample
  const { rows, cursorAfter, hasNextPage, hasPreviousPage } = page
  const values = new Map<string, unknown>([
    ['hasNextPage', hasNextPage],
    ['hasPreviousPage', hasPreviousPage],
    ['startCursor', rows.length > 0 ? cursorAfter(1) : undefined],
    ['endCursor', cursorAfter(rows.length)],
  ])
  return Object.fromEntries(
    Object.entries(sample).map(([key, value]) => {
      const name = names.get(key) ?? ''
      return [key, values.has(name) ? (values.get(name) ?? null) : value]
    }),
  )
}

function total(key: string, { connections, isComplete }: PageToWrite): number | null {
  const counts = connections.map((connection) => connection[key])
  if (!isComplete || !counts.every((count) => typeof count === 'number')) return null
  return Math.min(
    COUNTED_TO,
    counts.reduce((sum, count) => sum + count, 0),
  )
}
