import { broken, concat, requireSize, textAt, viewOf } from './cleaned.ts'

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const DQT = 0xdb
const DRI = 0xdd
const DHT = 0xc4
const APP1 = 0xe1
const APP14 = 0xee
/** Frame headers, but for the four numbers between them that mean something else. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![DHT, 0xc8, 0xcc].includes(marker)
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7

/**
 * The picture without anything that a camera says of itself and of the place: only segments that make pixels stay, and
 * which way is up. The pixels are not touched. Refuses what is not one whole JPEG from the first byte to the last.
 */
export function cleanJpeg(bytes: Uint8Array): Uint8Array {
  const view = viewOf(bytes)
  const kept: Uint8Array[] = [Uint8Array.of(0xff, SOI)]
  let hasFrame = false
  let at = 2
  for (;;) {
    if (at + 2 > bytes.length || bytes[at] !== 0xff) throw broken('it breaks off')
    const marker = bytes[at + 1] ?? 0
    if (marker === EOI) {
      if (!hasFrame) throw broken('it has no picture')
      if (at + 2 !== bytes.length) throw broken('something follows the end of the picture')
      kept.push(Uint8Array.of(0xff, EOI))
      return concat(kept)
    }
    if (at + 4 > bytes.length) throw broken('it breaks off')
    const end = at + 2 + view.getUint16(at + 2)
    if (end < at + 4 || end > bytes.length) throw broken('a part is longer than the file')
    const segment = bytes.subarray(at, end)
    if (isFrame(marker)) {
      if (segment.length < 9) throw broken('a part is too short')
      requireSize(view.getUint16(at + 7), view.getUint16(at + 5))
      hasFrame = true
    }
    if (marker === APP1) kept.push(...orientationOf(segment))
    else if (staysWhole(marker, segment)) kept.push(segment)
    at = end
    if (marker === SOS) {
      const next = endOfScan(bytes, end)
      kept.push(bytes.subarray(end, next))
      at = next
    }
  }
}

function staysWhole(marker: number, segment: Uint8Array): boolean {
  if (marker === APP14) return segment.length === 16 && textAt(segment, 4, 5) === 'Adobe'
  return isFrame(marker) || [DHT, DQT, DRI, SOS].includes(marker)
}

/** Compressed pixels go on until a marker that is neither a stuffed byte nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    const next = bytes[at + 1] ?? 0
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && !isRestart(next)) return at
  }
  throw broken('it breaks off')
}

const EXIF_HEADER = 10
const ORIENTATION = 0x0112

/** Of an Exif segment only which way is up, in a segment of its own; else photos of telephones lie on their side. */
function orientationOf(segment: Uint8Array): readonly Uint8Array[] {
  if (textAt(segment, 4, 4) !== 'Exif' || segment.length < EXIF_HEADER + 14) return []
  const tiff = viewOf(segment.subarray(EXIF_HEADER))
  const little = tiff.getUint16(0) === 0x4949
  const first = tiff.getUint32(4, little)
  if (first + 2 > tiff.byteLength) return []
  const count = tiff.getUint16(first, little)
  for (let i = 0; i < count; i++) {
    const entry = first + 2 + i * 12
    if (entry + 12 > tiff.byteLength) return []
    if (tiff.getUint16(entry, little) === ORIENTATION) {
      const value = tiff.getUint16(entry + 8, little)
      return value >= 2 && value <= 8 ? [orientationSegment(value)] : []
    }
  }
  return []
}

function orientationSegment(value: number): Uint8Array {
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0, 0, 0, 0, 0]
  return Uint8Array.of(0xff, APP1, 0, tiff.length + 8, 0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff)
}
