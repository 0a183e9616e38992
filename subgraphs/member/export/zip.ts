import { crc32 } from 'node:zlib'

/** A file in an archive. */
export interface ZipEntry {
  /** With slashes; in ASCII. */
  readonly path: string
  readonly content: string
}

/** 1 January 1980 in the archive's form: the same content gives the same bytes. */
const DATE = 0x21
const VERSION = 20

/** A ZIP archive whose files are stored as they are: what is written here is small. */
export function writeZip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { path, content } of entries) {
    const data = Buffer.from(content)
    const name = Buffer.from(path)
    const facts = factsOf(data, name)
    const local = Buffer.concat([long(0x04034b50), word(VERSION), facts, name, data])
    directory.push(
      Buffer.concat([long(0x02014b50), word(VERSION), word(VERSION), facts, Buffer.alloc(10), long(offset), name]),
    )
    parts.push(local)
    offset += local.length
  }
  const index = Buffer.concat(directory)
  const count = word(entries.length)
  const end = [long(0x06054b50), word(0), word(0), count, count, long(index.length), long(offset), word(0)]
  return Buffer.concat([...parts, index, ...end])
}

/** What both headers say of a file: no flags, stored, date, checksum, sizes, length of the name, no extra field. */
function factsOf(data: Buffer, name: Buffer): Buffer {
  return Buffer.concat([
    word(0),
    word(0),
    word(0),
    word(DATE),
    long(crc32(data)),
    long(data.length),
    long(data.length),
    word(name.length),
    word(0),
  ])
}

function word(value: number): Buffer {
  const buffer = Buffer.alloc(2)
  buffer.writeUInt16LE(value)
  return buffer
}

function long(value: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32LE(value)
  return buffer
}
