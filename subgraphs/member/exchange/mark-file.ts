import { constants } from 'node:fs'
import { type FileHandle, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { sha256Hex } from '@lawang/schema/digest'

/** A short text outside the database that is written often, and that a crash at any moment leaves old or new. */
export interface MarkFile {
  /** Undefined where there is none, or none that is whole. */
  read(): Promise<string | undefined>
  /** Resolves when it is on the disk. One call after the other. */
  write(text: string): Promise<void>
  close(): Promise<void>
}

/** Each version has a page of the disk to itself: writing one does not touch the other. */
const SLOT_BYTES = 4_096
/** On Linux a write can end when it is on the disk: one call less than to ask for that afterwards. Elsewhere it means less. */
const THROUGH = process.platform === 'linux' ? (constants.O_DSYNC ?? 0) : 0
const WRITING = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | THROUGH

/**
 * The file has two slots that are overwritten in turn, each with a number and a checksum: the newest whole one counts.
 * A write that was cut off leaves the one before, and nobody was told of the one that was cut off. This takes a fifth of
 * the time of replacing the file, because the folder and the file's size stay as they are; only a process's first write
 * replaces the file. A file that is one JSON text is of an earlier version, and is read as that text.
 */
export function openMarkFile(path: string): MarkFile {
  let file: FileHandle | undefined
  let written = 0
  return {
    async read() {
      const bytes = await readIfThere(path)
      if (bytes === undefined) return undefined
      if (bytes.at(0) === 0x7b) return bytes.toString('utf8')
      const slots = [bytes.subarray(0, SLOT_BYTES), bytes.subarray(SLOT_BYTES)].flatMap((slot) => parseSlot(slot) ?? [])
      return slots.toSorted((a, b) => b.number - a.number).at(0)?.text
    },
    async write(text) {
      const number = written + 1
      const slot = formatSlot(number, text)
      if (file) {
        await file.write(slot, 0, SLOT_BYTES, (number % 2) * SLOT_BYTES)
        if (THROUGH === 0) await file.datasync()
      } else {
        file = await replace(path, Buffer.concat([Buffer.alloc(SLOT_BYTES), slot]))
      }
      // After a failure the same slot is written again: the other one is the last that is whole.
      written = number
    },
    async close() {
      const closing = file
      file = undefined
      await closing?.close()
    },
  }
}

function checksumOf(text: string): string {
  return sha256Hex(text)
}

/** Checksum, number and text on a line, and spaces to the end of the slot. */
function formatSlot(number: number, text: string): Buffer {
  const content = `${number} ${text.trimEnd()}`
  const line = Buffer.from(`${checksumOf(content)} ${content}\n`)
  if (line.length > SLOT_BYTES) throw new RangeError(`A mark has at most ${SLOT_BYTES} bytes`)
  return Buffer.concat([line, Buffer.alloc(SLOT_BYTES - line.length, ' ')])
}

function parseSlot(slot: Buffer): { readonly number: number; readonly text: string } | undefined {
  const [, checksum, content = ''] = /^([0-9a-f]{64}) (\d+ .*)\n/.exec(slot.toString('utf8')) ?? []
  if (checksum === undefined || checksum !== checksumOf(content)) return undefined
  const space = content.indexOf(' ')
  return { number: Number(content.slice(0, space)), text: content.slice(space + 1) }
}

/** Puts a whole file in the place of what is there, and keeps it open. */
async function replace(path: string, bytes: Buffer): Promise<FileHandle> {
  const next = `${path}.next`
  const file = await open(next, WRITING, 0o600)
  try {
    await file.write(bytes)
    await file.sync()
    await rename(next, path)
    const folder = await open(dirname(path), 'r')
    await folder.sync().finally(() => folder.close())
    return file
  } catch (error) {
    await file.close()
    throw error
  }
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
