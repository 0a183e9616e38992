import { isAfter } from '@lawang/schema/exchange/cursor'
import type { HighWater } from '@lawang/schema/exchange/member-exchange'
import type { Cursor, LeaseClass } from '@lawang/schema/exchange/messages'
import { integerFrom, MalformedMessage, record, textThat } from '@lawang/schema/exchange/parse'
import { openMarkFile } from './mark-file.ts'

/**
 * The mark that a member keeps outside its database, so that a database that was restored from a backup is known to be
 * one. It is written before anything leaves the house that it does not show.
 */
export interface HighWaterFile {
  /** Undefined where there is none, or none that can be understood: both are as if it was lost. */
  read(): Promise<HighWater | undefined>
  /** Writes it unless what is there already says as much. */
  raise(mark: HighWater): Promise<void>
  close(): Promise<void>
}

/** A lease that was written may be older than the true one by this much: a restart then has that much less of it. */
const LEASE_STEP_MS = 10 * 60_000

const natural = integerFrom(0)
const cursor = record<Cursor>({ incarnation: natural, n: natural })
const parseHighWater = record<HighWater>({
  incarnation: natural,
  logHead: cursor,
  mailCursor: cursor,
  mark: record({
    boot: textThat(() => true, 'a text'),
    until: record<Record<LeaseClass, number>>({ URGENT: natural, NORMAL: natural }),
  }),
})

/** The file at `path`. */
export function openHighWaterFile(path: string): HighWaterFile {
  const file = openMarkFile(path)
  let written: HighWater | undefined
  return {
    async read() {
      const text = await file.read()
      if (text === undefined) return undefined
      written = understand(text)
      return written
    },
    async raise(mark) {
      if (written && saysAsMuch(written, mark)) return
      await file.write(JSON.stringify(mark))
      written = mark
    },
    close: () => file.close(),
  }
}

/** A mark in memory, for a server whose restores nobody has to notice. */
export function createHighWaterMemory(): HighWaterFile {
  let kept: HighWater | undefined
  return {
    read: async () => kept,
    async raise(mark) {
      kept = mark
    },
    close: async () => {},
  }
}

function saysAsMuch(written: HighWater, mark: HighWater): boolean {
  if (written.incarnation !== mark.incarnation) return false
  if (isAfter(mark.logHead, written.logHead) || isAfter(mark.mailCursor, written.mailCursor)) return false
  if (written.mark.boot !== mark.mark.boot) return false
  const { URGENT, NORMAL } = written.mark.until
  const grown = Math.max(mark.mark.until.URGENT - URGENT, mark.mark.until.NORMAL - NORMAL)
  return Math.abs(grown) < LEASE_STEP_MS
}

function understand(text: string): HighWater | undefined {
  try {
    return parseHighWater(JSON.parse(text), 'mark')
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof MalformedMessage) return undefined
    throw error
  }
}
