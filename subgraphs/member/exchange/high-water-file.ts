import { open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isAfter } from '@lawang/schema/exchange/cursor'
import type { HighWater } from '@lawang/schema/exchange/member-exchange'
import type { Cursor, LeaseClass } from '@lawang/schema/exchange/messages'
import { integerFrom, MalformedMessage, record, textThat } from '@lawang/schema/exchange/parse'

/**
 * The mark that a member keeps outside its database, so that a database that was restored from a backup is known to be
 * one. It is written before anything leaves the house that it does not show.
 */
export interface HighWaterFile {
  /** Undefined where there is none, or none that can be understood: both are as if it was lost. */
  read(): Promise<HighWater | undefined>
  /** Writes it unless what is there already says as much. */
  raise(mark: HighWater): Promise<void>
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

/** The file at `path`; it is replaced as a whole, so that a crash leaves the old one or the new one. */
export function openHighWaterFile(path: string): HighWaterFile {
  let written: HighWater | undefined
  return {
    async read() {
      const text = await readIfThere(path)
      if (text === undefined) return undefined
      written = understand(text)
      return written
    },
    async raise(mark) {
      if (written && saysAsMuch(written, mark)) return
      await replace(path, `${JSON.stringify(mark)}\n`)
      written = mark
    },
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

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

async function replace(path: string, text: string): Promise<void> {
  const next = `${path}.next`
  const file = await open(next, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.datasync()
  } finally {
    await file.close()
  }
  await rename(next, path)
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
