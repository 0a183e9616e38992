import { inflateSync } from 'node:zlib'
import { Refusal } from '@lawang/schema/errors'
import { broken } from './cleaned.ts'

/** Names of a PDF that run, open, fetch or carry something else, or hide what it says. */
const ACTIVE =
  /\/(?:JavaScript|JS|EmbeddedFiles?|Filespec|Launch|OpenAction|AA|RichMedia|XFA|AcroForm|SubmitForm|ImportData|GoToE|GoToR|Rendition|Movie|Sound|Encrypt)(?![A-Za-z0-9])/
const OBJECT_STREAM = /\/ObjStm(?![A-Za-z0-9])/
const STREAM = /stream\r?\n/g
const END = /endstream/g
/** Bytes that all packed parts together may come to. */
const MOST_UNPACKED = 64 * 1024 * 1024
/** Parts that seem packed and do not unpack: each costs time before it fails. */
const MOST_FAILED = 20
const ZIP_END = 'PK\u0005\u0006'

/**
 * Lets pass a PDF that only shows pages: begun and ended as one, without scripts, embedded files, forms, actions at opening
 * or encryption, packed parts included. It is not changed here: see `cleanPdf`.
 */
export function checkPdf(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  if (!/^%PDF-[12]\.\d/.test(text)) throw broken('it does not begin as a PDF')
  if (!/%%EOF\s{0,4}$/.test(text)) throw broken('something follows the end of the document')
  if (text.includes(ZIP_END)) throw broken('it is an archive as well')
  requirePassive(text)
  let left = MOST_UNPACKED
  let failed = 0
  // each is looked at, also one within another; their ends are sought once, since a file may hold a million beginnings
  const ends = [...text.matchAll(END)].map(({ index }) => index)
  let next = 0
  for (const { index, 0: begin } of text.matchAll(STREAM)) {
    if (text.slice(index - 3, index) === 'end') continue
    while ((ends[next] ?? Number.POSITIVE_INFINITY) < index) next++
    const packed = bytes.subarray(index + begin.length, ends[next])
    const unpacked = unpack(packed, left)
    const dictionary = text.slice(Math.max(0, index - 500), index)
    const own = dictionary.slice(dictionary.lastIndexOf(' obj') + 1)
    if (!unpacked && OBJECT_STREAM.test(own) && own.includes('/Filter')) throw new Refusal('FILE_HAS_ACTIVE_CONTENT')
    if (!unpacked) {
      failed += looksPacked(packed) ? 1 : 0
      if (failed > MOST_FAILED) throw broken('its packed parts are broken')
      continue
    }
    left -= unpacked.length
    requirePassive(unpacked.toString('latin1'))
  }
  return bytes
}

function looksPacked(packed: Uint8Array): boolean {
  return ((packed[0] ?? 0) & 0x0f) === 8
}

/** Undefined where it is not packed in the usual way. Refuses what unpacks to more than is left. */
export function unpack(packed: Uint8Array, left: number): Buffer | undefined {
  if (!looksPacked(packed)) return undefined
  try {
    return inflateSync(packed, { maxOutputLength: Math.max(1, left) })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') {
      throw broken('it unpacks to more than is taken here')
    }
    return undefined
  }
}

/** Letters of a name may be written as `#4a`. */
function requirePassive(text: string): void {
  const names = text.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  if (ACTIVE.test(names) || ACTIVE.test(text)) throw new Refusal('FILE_HAS_ACTIVE_CONTENT')
}
