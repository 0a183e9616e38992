import { broken, concat, requireSize, textAt, viewOf } from './cleaned.ts'

const KEPT = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH'])
const LEFT_OUT = new Set(['EXIF', 'XMP ', 'ICCP'])
/** Of the extended header's flags, only that there is transparency stays true. */
const ALPHA = 0x10

/** The picture without Exif, XMP and colour profile. Refuses animations, and what is not one whole WebP. */
export function cleanWebp(bytes: Uint8Array): Uint8Array {
  const view = viewOf(bytes)
  if (bytes.length < 20 || view.getUint32(4, true) + 8 !== bytes.length) throw broken('its length is not what it says')
  const kept: Uint8Array[] = []
  let hasPicture = false
  for (let at = 12; at < bytes.length; ) {
    if (at + 8 > bytes.length) throw broken('it breaks off')
    const type = textAt(bytes, at, 4)
    const length = view.getUint32(at + 4, true)
    const end = at + 8 + length + (length % 2)
    if (end > bytes.length) throw broken('a part is longer than the file')
    const chunk = bytes.slice(at, end)
    if (KEPT.has(type)) kept.push(readChunk(type, chunk))
    else if (!LEFT_OUT.has(type)) throw broken('it is an animation, or a part is of no known kind')
    hasPicture ||= type === 'VP8 ' || type === 'VP8L'
    at = end
  }
  if (!hasPicture) throw broken('it has no picture')
  const body = concat(kept)
  const head = new Uint8Array(12)
  head.set(bytes.subarray(0, 12))
  viewOf(head).setUint32(4, body.length + 4, true)
  return concat([head, body])
}

function readChunk(type: string, chunk: Uint8Array): Uint8Array {
  const view = viewOf(chunk)
  if (chunk.length < 8 + 5) return type === 'ALPH' ? chunk : tooShort()
  if (type === 'VP8X') {
    if (chunk.length < 18) return tooShort()
    const side = (at: number) => 1 + view.getUint16(at, true) + ((chunk[at + 2] ?? 0) << 16)
    requireSize(side(12), side(15))
    chunk[8] = (chunk[8] ?? 0) & ALPHA
  }
  if (type === 'VP8 ') {
    if (chunk.length < 18 || view.getUint16(11) !== 0x9d01 || chunk[13] !== 0x2a) return tooShort()
    requireSize(view.getUint16(14, true) & 0x3fff, view.getUint16(16, true) & 0x3fff)
  }
  if (type === 'VP8L') {
    if (chunk[8] !== 0x2f) return tooShort()
    const bits = view.getUint32(9, true)
    requireSize(1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff))
  }
  return chunk
}

function tooShort(): never {
  throw broken('a part has no header')
}
